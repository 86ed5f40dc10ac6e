import { createLoader, type SearchParams } from "nuqs/server";
import { noFilter } from "@/lib/list-filter";
import { boardRequest, isTree, listRequest } from "@/lib/list-request";
import type { ListState } from "./list-state";
import { isNarrowing, listStateParsers } from "./list-state-parsers";

const load = createLoader(listStateParsers);

/** The query of a board: like a list's, but boards have no archived records. */
export async function loadBoardRequest(searchParams: Promise<SearchParams>, view: Partial<ListState> = {}) {
  const { archived: _archived, ...request } = (await loadList(searchParams, view)).request;
  return boardRequest(request);
}

/**
 * The query of a list page, from its address and the view that it opens; the browser sends the same. Also the query for
 * its groups, if it has any: their rows load group by group in the browser.
 */
export async function loadList(searchParams: Promise<SearchParams>, view: Partial<ListState> = {}) {
  const url = await load(searchParams);
  const start = { ...noFilter, ...view.filter };
  const filter = { ...(url.filter ?? start), match: url.match ?? start.match };
  const [first = null, ...thenBy] = url.sort ?? [view.sort ?? [], view.thenBy ?? []].flat();
  const group = url.group ?? view.group;
  const request = listRequest({
    ...{ sort: first, thenBy, filter, q: url.q ?? view.q ?? "" },
    archived: url.archived ?? view.archived ?? false,
  });
  const { sort: _sort, ...unsorted } = request;
  const state = { filter, q: url.q ?? view.q ?? "", group: group || null, archived: request.archived === true };
  const tree = isTree({ ...state, tree: url.tree ?? view.tree ?? false });
  return { request, tree, groups: group ? { ...unsorted, group } : null };
}

/** The view that an address names, and whether it names anything else about the list. */
export async function loadView(searchParams: Promise<SearchParams>) {
  const { saved } = await searchParams;
  return { saved: typeof saved === "string" ? saved : null, narrowed: isNarrowing(await load(searchParams)) };
}
