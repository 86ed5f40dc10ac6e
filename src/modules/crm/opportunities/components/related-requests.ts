import type { Condition } from "@/lib/list";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import type { NounRequests } from "@/modules/platform/records/components/noun-requests";
import type { Opportunity } from "../schema";

export const relatedStatuses = ["all", "open", "won", "lost"] as const;
export type RelatedStatus = (typeof relatedStatuses)[number];

/** The request for the opportunities of another record, the latest move first; pages prefetch it. */
export function relatedRequest(of: Condition, status: RelatedStatus) {
  return {
    conditions: status === "all" ? [of] : [of, { field: "status", op: "is" as const, value: status }],
    sort: { field: "stageEnteredAt", direction: "desc" as const },
  };
}

/** The opportunities of one account. */
export const ofAccount = (id: string): Condition => ({ field: "account", op: "anyOf", value: [id] });
/** The opportunities in which one contact has a part. */
export const withContact = (id: string): Condition => ({ field: "contact", op: "anyOf", value: [id] });

/** The first open opportunities of an account, the nearest close date first. */
export const openRequest = (accountId: string) => ({
  conditions: [ofAccount(accountId), { field: "status", op: "is" as const, value: "open" }],
  sort: { field: "expectedCloseDate", direction: "asc" as const },
  limit: 5,
});

/** The request for the figures of a family: its topmost account, and the one whose page it is. */
export const familyRequest = (root: string, id: string) => (root === id ? { id } : { id: root, around: id });

const firstPage = { getNextPageParam: () => null };

/** The queries of the pages that show opportunities. */
export const opportunityRequests: NounRequests = {
  related: (of) => relatedRequest(of, "all"),
  needs: (api) => [api.pipelines.list.queryOptions({ archived: true })],
  parts: {
    contact: (api, id) => ({
      roles: [api.opportunities.ofContact.queryOptions({ id })],
      touches: [api.events.timeline.infiniteQueryOptions(timelineRequest("contact", id, false, "touches"), firstPage)],
    }),
    opportunity: (api, id, record) => ({
      stages: [api.opportunities.stageHistory.queryOptions({ id })],
      people: [api.opportunities.contacts.queryOptions({ id })],
      products: [api.opportunities.lines.queryOptions({ id })],
      account: record().then(
        (opportunity) => {
          const { id: accountId } = (opportunity as Opportunity).account ?? {};
          if (!accountId) return [];
          const { accountTotals, list } = api.opportunities;
          return [accountTotals.queryOptions({ id: accountId }), list.queryOptions(openRequest(accountId))];
        },
        () => [],
      ),
    }),
  },
};
