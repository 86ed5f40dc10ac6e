import { createLoader, type SearchParams } from "nuqs/server";
import { noFilter } from "@/lib/list";
import { listRequest } from "@/lib/list-request";
import { listStateParsers } from "./list-state-parsers";

const load = createLoader(listStateParsers);

/** What a list page asks the server for, read from its address; the browser then asks for the same. */
export async function loadListRequest(searchParams: Promise<SearchParams>) {
  const { sort, filter, match, q } = await load(searchParams);
  return listRequest({ sort, filter: { ...noFilter, ...filter, match: match ?? "all" }, q: q ?? "" });
}
