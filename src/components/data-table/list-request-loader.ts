import { createLoader, type SearchParams } from "nuqs/server";
import { noFilter } from "@/lib/list";
import { listRequest } from "@/lib/list-request";
import { listStateParsers } from "./list-state-parsers";

const load = createLoader(listStateParsers);

/** What a board asks the server for: what a list would, but no board knows archived records. */
export async function loadBoardRequest(searchParams: Promise<SearchParams>) {
  const { archived: _archived, ...request } = (await loadList(searchParams)).request;
  return request;
}

/**
 * What a list page asks the server for, read from its address; the browser then asks for the same. And what it is asked
 * for its groups where it has some: their rows the browser asks for group by group.
 */
export async function loadList(searchParams: Promise<SearchParams>) {
  const { sort, filter, match, q, group, archived } = await load(searchParams);
  const narrowed = { ...noFilter, ...filter, match: match ?? "all" };
  const request = listRequest({ sort, filter: narrowed, q: q ?? "", archived: archived ?? false });
  const { sort: _sort, ...unsorted } = request;
  return { request, groups: group ? { ...unsorted, group } : null };
}
