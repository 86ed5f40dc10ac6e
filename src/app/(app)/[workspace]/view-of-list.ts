import type { SearchParams } from "nuqs/server";
import { loadView } from "@/components/data-table/list-request-loader";
import type { ListState } from "@/components/data-table/list-state";
import { openedView } from "@/components/data-table/view-state";
import type { NounEntity } from "@/lib/nouns/all";
import { viewsOf } from "@/lib/nouns/declared-views";
import type { ViewList } from "@/modules/platform/data/views/schema";
import { declaredNouns } from "@/registry/nouns";
import type { workspaceApi } from "@/trpc/server";

type Api = Pick<Awaited<ReturnType<typeof workspaceApi>>, "api" | "fetch">;

/** The state of the view that the address of a list opens; its tabs are in the page. */
export async function viewOfList(
  { api, fetch }: Api,
  entity: NounEntity,
  searchParams: Promise<SearchParams>,
): Promise<Partial<ListState>> {
  // Those who may see no views have the list without one.
  const offered = await fetch<ViewList>(api.views.list.queryOptions({ noun: entity })).catch(() => undefined);
  const declared = viewsOf(declaredNouns[entity].noun);
  return openedView({ declared, offered, ...(await loadView(searchParams)) }).state;
}
