import type { Metadata } from "next";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { feedRequest } from "@/modules/platform/history/events/components/feed-request";
import { UpdatesPage } from "@/modules/platform/history/events/components/updates-page";
import { colleagueApi, firstPage } from "@/trpc/server";

export const metadata: Metadata = { title: "Updates" };

const load = createLoader({ team: parseAsString, person: parseAsString, object: parseAsString });

export default async function UpdatesOfWorkspacePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, prefetch, hydrate } = await colleagueApi((await props.params).workspace);
  const { team, person, object } = await load(props.searchParams);
  await prefetch(
    api.events.feed.infiniteQueryOptions(feedRequest({ team, person, object }), firstPage),
    api.teams.list.queryOptions({}),
  );
  return hydrate(<UpdatesPage />);
}
