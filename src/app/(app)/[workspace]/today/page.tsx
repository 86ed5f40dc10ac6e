import type { Metadata } from "next";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { agendaScopes, agendaSections, countsRequest } from "@/modules/platform/data/today/rules";
import { firstPage, ownApi } from "@/trpc/server";
import { TodayScreen } from "./today-screen";

export const metadata: Metadata = { title: "Today" };

const load = createLoader({ scope: parseAsStringLiteral(agendaScopes).withDefault("mine") });

export default async function TodayOfWorkspacePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, prefetch, start, hydrate } = await ownApi((await props.params).workspace);
  const { scope } = await load(props.searchParams);
  start([api.pipelines.list.queryOptions({ archived: true })]);
  await prefetch(
    api.today.counts.queryOptions(countsRequest(scope)),
    ...agendaSections.map((section) => api.today.list.infiniteQueryOptions({ section, scope }, firstPage)),
  );
  return hydrate(<TodayScreen />);
}
