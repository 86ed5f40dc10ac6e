import { createLoader, type SearchParams } from "nuqs/server";
import { noFilter } from "@/lib/list";
import { listRequest } from "@/lib/list-request";
import { listStateParsers } from "./list-state-parsers";

const load = createLoader(listStateParsers);

/** What a list page asks the server for, read from its address; the browser then asks for the same. */
export async function loadListRequest(searchParams: Promise<SearchParams>) {
  return (await loadList(searchParams)).request;
}

/** The same, and what it is asked for its groups where it has some: their rows the browser asks for group by group. */
export async function loadList(searchParams: Promise<SearchParams>) {
  const { sort, filter, match, q, group } = await load(searchParams);
  const request = listRequest({ sort, filter: { ...noFilter, ...filter, match: match ?? "all" }, q: q ?? "" });
  const { sort: _sort, ...unsorted } = request;
  return { request, groups: group ? { ...unsorted, group } : null };
}
