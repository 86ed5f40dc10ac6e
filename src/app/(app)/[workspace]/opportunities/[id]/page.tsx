import type { Metadata } from "next";
import { openDealsRequest } from "@/modules/crm/opportunities/components/deals-request";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { workspaceApi } from "@/trpc/server";
import { OpportunityPage } from "./opportunity-page";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  const deal = await trpc.opportunities.get({ id }).catch(() => null);
  return { title: deal?.name ?? "Opportunity" };
}

export default async function OpportunityRecordPage({ params }: Props) {
  const { workspace, id } = await params;
  const { trpc, HydrateClient } = await workspaceApi(workspace);
  const account = trpc.opportunities.get({ id }).then(
    (deal) => deal.account?.id ?? null,
    () => null,
  );
  await Promise.all([
    trpc.opportunities.get.prefetch({ id }),
    trpc.opportunities.stageHistory.prefetch({ id }),
    trpc.opportunities.lines.prefetch({ id }),
    trpc.events.timeline.prefetchInfinite(timelineRequest("opportunity", id)),
    trpc.pipelines.list.prefetch({ archived: true }),
    account.then((accountId) =>
      accountId
        ? Promise.all([
            trpc.opportunities.accountTotals.prefetch({ id: accountId }),
            trpc.opportunities.list.prefetch(openDealsRequest(accountId)),
          ])
        : null,
    ),
  ]);
  return (
    <HydrateClient>
      <OpportunityPage id={id} />
    </HydrateClient>
  );
}
