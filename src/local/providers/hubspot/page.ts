import type { At } from "./records";
import { Refusal } from "./refusal";
import { show, wantedIn } from "./view";

/** A page of a list, in the order of the ids; `after` is the first id of the next page. */
export function listPage(at: At, query: URLSearchParams, link: string) {
  const wanted = wantedIn(query);
  const limit = limitIn(query, 100, 10);
  if (wanted.history.length > 0 && limit > 50)
    throw Refusal.invalid("With propertiesWithHistory a page holds 50 records at most.");
  const wantsArchived = query.get("archived") === "true";
  const after = query.get("after") ?? "0";
  if (!/^\d+$/.test(after)) throw Refusal.invalid(`Invalid cursor: ${after}`);
  const collection = at.crm.collection(at.portal.id, at.object);
  const ids = collection.ids();
  const rows: NonNullable<ReturnType<typeof collection.seen>>[] = [];
  let next: string | undefined;
  for (let index = firstFrom(ids, Number(after)); index < ids.length; index++) {
    const row = collection.seen(ids[index] ?? "", at.crm.clock.now());
    if (!row || (row.archivedAt !== undefined) !== wantsArchived) continue;
    if (rows.length === limit) {
      next = row.id;
      break;
    }
    rows.push(row);
  }
  const results = rows.map((row) => show(at, row, wanted));
  return next === undefined
    ? { results }
    : { results, paging: { next: { after: next, link: `${link}&after=${next}` } } };
}

export function limitIn(query: URLSearchParams, most: number, usual: number): number {
  const limit = Number(query.get("limit") ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw Refusal.invalid(`The limit is a number from 1 to ${most}, not ${query.get("limit")}.`);
  return limit;
}

/** The place of the first id that is not below. */
function firstFrom(ids: readonly string[], from: number): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(ids[middle]) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
