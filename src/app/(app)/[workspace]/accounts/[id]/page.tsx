import type { Metadata } from "next";
import {
  familyRequest,
  ofAccount,
  openRequest,
  relatedRequest,
} from "@/modules/crm/opportunities/components/related-requests";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { recordsRequest } from "@/modules/platform/records/components/noun-requests";
import { workspaceApi } from "@/trpc/server";
import { AccountPage } from "./account-page";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  const account = await trpc.accounts.get({ id }).catch(() => null);
  return { title: account?.name ?? "Account" };
}

export default async function AccountRecordPage({ params }: Props) {
  const { workspace, id } = await params;
  const { trpc, HydrateClient } = await workspaceApi(workspace);
  // The sums of the tree are those of its topmost account.
  const root = trpc.accounts.family({ id }).then(
    ({ members }) => members[0]?.id ?? id,
    () => id,
  );
  await Promise.all([
    trpc.accounts.get.prefetch({ id }),
    trpc.accounts.family.prefetch({ id }),
    trpc.opportunities.accountTotals.prefetch({ id }),
    root.then((rootId) =>
      rootId === id ? undefined : trpc.opportunities.accountTotals.prefetch(familyRequest(rootId, id)),
    ),
    trpc.opportunities.list.prefetch(openRequest(id)),
    trpc.opportunities.list.prefetchInfinite(relatedRequest(ofAccount(id), "all")),
    trpc.contacts.list.prefetchInfinite(recordsRequest(ofAccount(id))),
    trpc.events.timeline.prefetchInfinite(timelineRequest("account", id)),
    trpc.events.timeline.prefetchInfinite(timelineRequest("account", id, false, "touches")),
    trpc.pipelines.list.prefetch({ archived: true }),
  ]);
  return (
    <HydrateClient>
      <AccountPage id={id} />
    </HydrateClient>
  );
}
