import { createLoader, type SearchParams } from "nuqs/server";
import { noFilter } from "@/lib/list-filter";
import { listRequest } from "@/lib/list-request";
import { listStateParsers } from "./list-state-parsers";

const load = createLoader(listStateParsers);

/** The query of a board: like a list's, but boards have no archived records. */
export async function loadBoardRequest(searchParams: Promise<SearchParams>) {
  const { archived: _archived, ...request } = (await loadList(searchParams)).request;
  return request;
}

/**
 * The query of a list page, from its address; the browser sends the same. Also the query for its groups, if it has
 * any: their rows load group by group in the browser.
 */
export async function loadList(searchParams: Promise<SearchParams>) {
  const { sort, filter, match, q, group, archived } = await load(searchParams);
  const narrowed = { ...noFilter, ...filter, match: match ?? "all" };
  const request = listRequest({ sort, filter: narrowed, q: q ?? "", archived: archived ?? false });
  const { sort: _sort, ...unsorted } = request;
  return { request, groups: group ? { ...unsorted, group } : null };
}
