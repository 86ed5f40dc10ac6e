import type { Metadata } from "next";
import { nextRequest } from "@/modules/crm/activities/components/activity-requests";
import { familyRequest, openRequest } from "@/modules/crm/opportunities/components/related-requests";
import { filesRequest } from "@/modules/platform/data/files/components/files-request";
import { timelineRequest } from "@/modules/platform/history/events/components/timeline-request";
import { relationsTo } from "@/registry/relations";
import { colleagueApi, firstPage } from "@/trpc/server";
import { relatedQueries } from "../../related-queries";
import { AccountPage } from "./account-page";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { caller } = await colleagueApi(workspace);
  const account = await caller.accounts.get({ id }).catch(() => null);
  return { title: account?.name ?? "Account" };
}

export default async function AccountRecordPage({ params }: Props) {
  const { workspace, id } = await params;
  const { caller, api, prefetch, start, hydrate, ctx } = await colleagueApi(workspace);
  const relations = relationsTo(ctx, "account");
  // The form for a new opportunity and every row of one show stages.
  const head = prefetch(api.accounts.get.queryOptions({ id }), api.pipelines.list.queryOptions({ archived: true }));
  // The sums of the tree are those of its topmost account.
  const root = caller.accounts.family({ id }).then(
    ({ members }) => members[0]?.id ?? id,
    () => id,
  );
  start(
    root.then((rootId) =>
      rootId === id ? [] : [api.opportunities.accountTotals.queryOptions(familyRequest(rootId, id))],
    ),
  );
  start([
    api.accounts.family.queryOptions({ id }),
    api.opportunities.accountTotals.queryOptions({ id }),
    api.events.timeline.infiniteQueryOptions(timelineRequest("account", id, { kind: "touches" }), firstPage),
    api.events.timeline.infiniteQueryOptions(timelineRequest("account", id), firstPage),
    ...relatedQueries(api, relations, id),
    api.files.list.infiniteQueryOptions(filesRequest({ entity: "account", recordId: id }), firstPage),
    api.activities.list.queryOptions(nextRequest(id)),
    api.opportunities.list.queryOptions(openRequest(id)),
  ]);
  await head;
  return hydrate(<AccountPage id={id} relations={relations} />);
}
