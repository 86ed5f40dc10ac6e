import type { Metadata } from "next";
import { openRequest } from "@/modules/crm/opportunities/components/related-requests";
import { contactParts } from "@/modules/crm/opportunities/contacts/fields";
import { lineParts } from "@/modules/crm/opportunities/lines/fields";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { partApi } from "@/trpc/part-api";
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
  const { caller, api, prefetch, start, hydrate } = await workspaceApi(workspace);
  const head = prefetch(
    api.opportunities.get.queryOptions({ id }),
    api.opportunities.stageHistory.queryOptions({ id }),
    api.pipelines.list.queryOptions({ archived: true }),
  );
  start([
    api.events.timeline.infiniteQueryOptions(timelineRequest("opportunity", id), firstPage),
    partApi(api, contactParts).list.queryOptions({ id }),
    partApi(api, lineParts).list.queryOptions({ id }),
  ]);
  await head;
  const opportunity = await caller.opportunities.get({ id }).catch(() => null);
  const accountId = opportunity?.account?.id;
  if (accountId)
    start([
      api.opportunities.accountTotals.queryOptions({ id: accountId }),
      api.opportunities.list.queryOptions(openRequest(accountId)),
    ]);
  return hydrate(<OpportunityPage id={id} />);
}
