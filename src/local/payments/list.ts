import { Refusal } from "./refusal";

type Page = { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined };
type Range = { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined };

const LENGTH = 10;

/** A page of a list. `records` come oldest first and are shown newest first; cursors are ids. */
export function listOf<Item extends { id: string }>(
  url: string,
  records: readonly Item[],
  page: Page,
  show: (record: Item) => unknown,
) {
  const newest = records.toReversed();
  const { limit = LENGTH } = page;
  const [from, to] = boundsOf(newest, page, limit);
  const hasMore = page.ending_before === undefined ? to < newest.length : from > 0;
  return { object: "list", url, has_more: hasMore, data: newest.slice(from, to).map(show) };
}

function boundsOf(rows: readonly { id: string }[], page: Page, limit: number): [number, number] {
  if (page.starting_after !== undefined && page.ending_before !== undefined) {
    throw Refusal.parameter("parameters_exclusive", "ending_before", "Give starting_after or ending_before, not both.");
  }
  if (page.ending_before !== undefined) {
    const end = placeOf(rows, page.ending_before, "ending_before");
    return [Math.max(0, end - limit), end];
  }
  const start = page.starting_after === undefined ? 0 : placeOf(rows, page.starting_after, "starting_after") + 1;
  return [start, start + limit];
}

function placeOf(rows: readonly { id: string }[], id: string, param: string): number {
  const place = rows.findIndex((row) => row.id === id);
  if (place < 0) throw Refusal.missingParameter("object", id, param);
  return place;
}

/** All of a list that is part of another object. */
export function wholeList(url: string, data: unknown[]) {
  return { object: "list" as const, url, has_more: false, data };
}

/** Whether a time is within bounds. */
export function isWithin(time: number, range: Range | undefined): boolean {
  if (!range) return true;
  const { gt, gte, lt, lte } = range;
  return (
    (gt === undefined || time > gt) &&
    (gte === undefined || time >= gte) &&
    (lt === undefined || time < lt) &&
    (lte === undefined || time <= lte)
  );
}
