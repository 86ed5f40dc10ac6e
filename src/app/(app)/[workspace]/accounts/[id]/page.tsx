import type { Metadata } from "next";
import {
  familyRequest,
  ofAccount,
  openRequest,
  relatedRequest,
} from "@/modules/crm/opportunities/components/related-requests";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { recordsRequest } from "@/modules/platform/records/components/noun-requests";
import { firstPage, workspaceApi } from "@/trpc/server";
import { AccountPage } from "./account-page";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { caller } = await workspaceApi(workspace);
  const account = await caller.accounts.get({ id }).catch(() => null);
  return { title: account?.name ?? "Account" };
}

export default async function AccountRecordPage({ params }: Props) {
  const { workspace, id } = await params;
  const { caller, api, prefetch, hydrate } = await workspaceApi(workspace);
  // The sums of the tree are those of its topmost account.
  const root = caller.accounts.family({ id }).then(
    ({ members }) => members[0]?.id ?? id,
    () => id,
  );
  await Promise.all([
    prefetch(api.accounts.get.queryOptions({ id })),
    prefetch(api.accounts.family.queryOptions({ id })),
    prefetch(api.opportunities.accountTotals.queryOptions({ id })),
    root.then((rootId) =>
      rootId === id ? undefined : prefetch(api.opportunities.accountTotals.queryOptions(familyRequest(rootId, id))),
    ),
    prefetch(api.opportunities.list.queryOptions(openRequest(id))),
    prefetch(api.opportunities.list.infiniteQueryOptions(relatedRequest(ofAccount(id), "all"), firstPage)),
    prefetch(api.contacts.list.infiniteQueryOptions(recordsRequest(ofAccount(id)), firstPage)),
    prefetch(api.events.timeline.infiniteQueryOptions(timelineRequest("account", id), firstPage)),
    prefetch(api.events.timeline.infiniteQueryOptions(timelineRequest("account", id, false, "touches"), firstPage)),
    prefetch(api.pipelines.list.queryOptions({ archived: true })),
  ]);
  return hydrate(<AccountPage id={id} />);
}
