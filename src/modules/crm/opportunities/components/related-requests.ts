import type { Condition } from "@/lib/list-filter";
import type { NounRequests } from "@/lib/nouns/requests";
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

/** The queries of the pages that show opportunities. */
export const opportunityRequests: NounRequests = {
  related: (of) => relatedRequest(of, "all"),
  needs: [{ name: "pipelines.list", input: { archived: true } }],
  parts: {
    contact: {
      first: (id) => [
        { name: "opportunities.ofContact", input: { id } },
        { name: "events.timeline", input: { entity: "contact", id, kind: "touches" }, endless: true },
      ],
    },
    opportunity: {
      first: (id) => [{ name: "opportunities.stageHistory", input: { id } }],
      dependent(opportunity) {
        const account = (opportunity as Opportunity).account?.id;
        if (!account) return [];
        return [
          { name: "opportunities.accountTotals", input: { id: account } },
          { name: "opportunities.list", input: openRequest(account) },
        ];
      },
    },
  },
};
