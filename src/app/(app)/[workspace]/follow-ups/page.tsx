import type { Metadata } from "next";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { FollowUpsPage } from "@/modules/crm/activities/follow-ups/components/follow-ups-page";
import {
  followUpKinds,
  followUpReasons,
  followUpScopes,
  followUpsRequest,
} from "@/modules/crm/activities/follow-ups/rules";
import { firstPage, memberApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Follow-ups" };

const load = createLoader({
  scope: parseAsStringLiteral(followUpScopes).withDefault("mine"),
  entity: parseAsStringLiteral(followUpKinds),
  reason: parseAsStringLiteral(followUpReasons),
});

export default async function FollowUpsOfWorkspacePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, prefetch, hydrate } = await memberApi((await props.params).workspace);
  const request = followUpsRequest(await load(props.searchParams));
  await prefetch(
    api.followUps.list.infiniteQueryOptions(request, firstPage),
    api.followUps.count.queryOptions(request),
  );
  return hydrate(<FollowUpsPage />);
}
