import type { Metadata } from "next";
import { openRequest } from "@/modules/crm/opportunities/components/related-requests";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { workspaceApi } from "@/trpc/server";
import { OpportunityPage } from "./opportunity-page";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  const opportunity = await trpc.opportunities.get({ id }).catch(() => null);
  return { title: opportunity?.name ?? "Opportunity" };
}

export default async function OpportunityRecordPage({ params }: Props) {
  const { workspace, id } = await params;
  const { trpc, HydrateClient } = await workspaceApi(workspace);
  const account = trpc.opportunities.get({ id }).then(
    (opportunity) => opportunity.account?.id ?? null,
    () => null,
  );
  await Promise.all([
    trpc.opportunities.get.prefetch({ id }),
    trpc.opportunities.stageHistory.prefetch({ id }),
    trpc.opportunities.lines.prefetch({ id }),
    trpc.opportunities.contacts.prefetch({ id }),
    trpc.events.timeline.prefetchInfinite(timelineRequest("opportunity", id)),
    trpc.pipelines.list.prefetch({ archived: true }),
    account.then((accountId) =>
      accountId
        ? Promise.all([
            trpc.opportunities.accountTotals.prefetch({ id: accountId }),
            trpc.opportunities.list.prefetch(openRequest(accountId)),
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
