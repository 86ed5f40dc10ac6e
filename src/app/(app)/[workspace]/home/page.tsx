import type { Metadata } from "next";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { usualOutcome } from "@/modules/crm/opportunities/components/home-outcomes";
import { peopleIn } from "@/modules/platform/data/home/rules";
import { colleagueApi } from "@/trpc/server";
import { HomeScreen } from "./home-screen";

export const metadata: Metadata = { title: "Home" };

const load = createLoader({ of: parseAsString });

export default async function HomeOfWorkspacePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, start, hydrate } = await colleagueApi((await props.params).workspace);
  const people = peopleIn((await load(props.searchParams)).of);
  start([
    api.pipelines.list.queryOptions({ archived: true }),
    api.home.tile.queryOptions({ tile: "pipeline", people }),
    api.home.tile.queryOptions({ tile: "won", people }),
    api.home.tile.queryOptions({ tile: "forecast", people }),
    api.home.tile.queryOptions({ tile: "outcome", people, ...usualOutcome }),
  ]);
  return hydrate(<HomeScreen />);
}
