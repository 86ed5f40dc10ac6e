import { createLoader, type SearchParams } from "nuqs/server";
import { listRequest } from "@/lib/list-request";
import { listStateParsers } from "./list-state-parsers";

const load = createLoader(listStateParsers);

/** What a list page asks the server for, read from its address; the browser then asks for the same. */
export async function loadListRequest(searchParams: Promise<SearchParams>) {
  const { sort, filter, q } = await load(searchParams);
  return listRequest({ sort, conditions: filter ?? [], q: q ?? "" });
}
