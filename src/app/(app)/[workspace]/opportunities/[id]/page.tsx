import type { Metadata } from "next";
import { openRequest } from "@/modules/crm/opportunities/components/related-requests";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { firstPage, workspaceApi } from "@/trpc/server";
import { OpportunityPage } from "./opportunity-page";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { caller } = await workspaceApi(workspace);
  const opportunity = await caller.opportunities.get({ id }).catch(() => null);
  return { title: opportunity?.name ?? "Opportunity" };
}

export default async function OpportunityRecordPage({ params }: Props) {
  const { workspace, id } = await params;
  const { caller, api, prefetch, hydrate } = await workspaceApi(workspace);
  const account = caller.opportunities.get({ id }).then(
    (opportunity) => opportunity.account?.id ?? null,
    () => null,
  );
  await Promise.all([
    prefetch(api.opportunities.get.queryOptions({ id })),
    prefetch(api.opportunities.stageHistory.queryOptions({ id })),
    prefetch(api.opportunities.lines.queryOptions({ id })),
    prefetch(api.opportunities.contacts.queryOptions({ id })),
    prefetch(api.events.timeline.infiniteQueryOptions(timelineRequest("opportunity", id), firstPage)),
    prefetch(api.pipelines.list.queryOptions({ archived: true })),
    account.then((accountId) =>
      accountId
        ? prefetch(
            api.opportunities.accountTotals.queryOptions({ id: accountId }),
            api.opportunities.list.queryOptions(openRequest(accountId)),
          )
        : null,
    ),
  ]);
  return hydrate(<OpportunityPage id={id} />);
}
