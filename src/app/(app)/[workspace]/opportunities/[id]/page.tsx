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
  const parts = {
    timeline: start([api.events.timeline.infiniteQueryOptions(timelineRequest("opportunity", id), firstPage)]),
    people: start([partApi(api, contactParts).list.queryOptions({ id })]),
    products: start([partApi(api, lineParts).list.queryOptions({ id })]),
  };
  const [opportunity] = await Promise.all([
    caller.opportunities.get({ id }).catch(() => null),
    prefetch(
      api.opportunities.get.queryOptions({ id }),
      api.opportunities.stageHistory.queryOptions({ id }),
      api.pipelines.list.queryOptions({ archived: true }),
    ),
  ]);
  const accountId = opportunity?.account?.id;
  const account = start(
    accountId
      ? [
          api.opportunities.accountTotals.queryOptions({ id: accountId }),
          api.opportunities.list.queryOptions(openRequest(accountId)),
        ]
      : [],
  );
  return hydrate(<OpportunityPage id={id} />, { ...parts, account });
}
