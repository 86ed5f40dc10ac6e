import "server-only";
import { z } from "zod";
import { id, instant } from "@/lib/zod";
import { cursorAt, placeAt } from "@/server/page-cursor";
import type { TimelineEntry } from "../schema";

const dated = z.object({ at: instant, id });
/** The place of a walk over rows with dates. */
export type DatedPlace = z.infer<typeof dated>;

/** The most entries that a place remembers as shown although some of their events come later in the walk. */
export const maxShown = 20;
const events = z.object({
  /** Only events before this one follow. */
  before: id.nullable(),
  /** Entries that were shown with events before that one: their records, and the first event of each. */
  shown: z.array(z.object({ record: id, first: id })).max(maxShown),
});
/** The place of the walk over events. */
export type EventPlace = z.infer<typeof events>;

/** A position in a timeline: a place for each of its walks. */
const cursorSchema = z.object({ events, dated: z.record(z.string(), dated) });
export type TimelineCursor = z.infer<typeof cursorSchema>;

/** Returns the position that a cursor says, and the beginning of all walks without one. */
export function readCursor(text: string | undefined): TimelineCursor {
  if (text === undefined) return { events: { before: null, shown: [] }, dated: {} };
  return placeAt(text, cursorSchema);
}

/** The position of the first entry that is not later than a time. */
export function positionAt(time: Date, sources: readonly string[]): TimelineCursor {
  const [later, at] = [new Date(time.getTime() + 1), time.toISOString()];
  return {
    events: { before: firstIdAt(later), shown: [] },
    dated: Object.fromEntries(sources.map((source) => [source, { at, id: lastId }])),
  };
}

const lastId = "ffffffff-ffff-7fff-bfff-ffffffffffff";

/** Returns the lowest id of events at a time: ids (version 7) begin with it. */
export function firstIdAt(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Returns the time at which an event got its id. */
export const timeOfId = (id: string): Date => new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));

/** A part of a timeline, read back in time from a place. */
export interface Walk<Place> {
  /** The next entries, newest first, each with the place after it. */
  rows: readonly { entry: TimelineEntry; place: Place }[];
  /** How far it was read, and the place there; null when nothing follows the rows. */
  end: { at: string; place: Place } | null;
}

interface Walker {
  walk: Walk<unknown>;
  next: number;
  go(place: never): void;
}

/**
 * Merges walks to one page, the newest entry first. An entry that is older than the end of another walk waits for the next
 * page, since newer ones may follow there.
 */
export function mergedWalks(
  from: TimelineCursor,
  walks: { events: Walk<EventPlace>; dated: Readonly<Record<string, Walk<DatedPlace>>> },
  limit: number,
): { rows: TimelineEntry[]; nextCursor: string | null } {
  const to: TimelineCursor = { events: from.events, dated: { ...from.dated } };
  const walkers: Walker[] = [
    { walk: walks.events, next: 0, go: (place: EventPlace) => void Object.assign(to, { events: place }) },
    ...Object.entries(walks.dated).map(([source, walk]) => ({
      walk,
      next: 0,
      go: (place: DatedPlace) => void Object.assign(to.dated, { [source]: place }),
    })),
  ];
  const rows: TimelineEntry[] = [];
  while (rows.length < limit) {
    const newest = newestOf(walkers);
    const row = newest?.walk.rows[newest.next];
    if (!newest || !row) break;
    rows.push(row.entry);
    newest.go(row.place as never);
    newest.next++;
  }
  for (const { walk, next, go } of walkers) if (walk.end && next === walk.rows.length) go(walk.end.place as never);
  const done = walkers.every(({ walk, next }) => walk.end === null && next === walk.rows.length);
  return { rows, nextCursor: done ? null : cursorAt(to) };
}

/** The walk with the newest entry; none while a walk that was not read further may have a newer one. */
function newestOf(walkers: readonly Walker[]): Walker | undefined {
  const [newest] = walkers
    .map((walker) => ({ walker, at: walker.walk.rows[walker.next]?.entry.at ?? walker.walk.end?.at ?? "" }))
    .filter(({ at }) => at !== "")
    .toSorted((a, b) => b.at.localeCompare(a.at));
  return newest && newest.walker.next < newest.walker.walk.rows.length ? newest.walker : undefined;
}
