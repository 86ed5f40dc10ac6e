import "server-only";
import { timelineOf, timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { EventSubject } from "@/server/emitted-event";
import { isOfKind, type TimelineKind } from "../rules";
import type { TimelineEntry } from "../schema";
import { type EventRow, entryOf, Lookup } from "./entries";
import { eventsOf, recordsOfBatches, type Subjects } from "./read-events";

/** Number of further reads for one page when many events are hidden. */
const maxRounds = 20;

export interface TimelineQuery {
  /** The record of the timeline; in a family `ids` are also those below it. */
  entity: string;
  id: string;
  ids: readonly string[];
  others: readonly EventSubject[];
  kind: TimelineKind | undefined;
  limit: number;
}

/** The subjects of a timeline, and how their events are read. */
export interface EventSource {
  subjects: Subjects;
  /** Events after the cursor, going back in time. */
  read(cursor: string | null, take: number): Promise<EventRow[]>;
  /** The record that a batch names first. */
  first: string | null;
  limit: number;
}

export interface EventPage {
  /** At most `limit`, newest first; `id` is the event's. */
  rows: TimelineEntry[];
  /** The last event that was read, shown or hidden. */
  scanned: { id: string; at: string } | null;
  /** No event follows `scanned`. */
  done: boolean;
}

/** Reads a record's timeline. */
export function sourceOf(ctx: Ctx, query: TimelineQuery): EventSource {
  const { entity, ids, others } = query;
  const subjects = { entity, ids, others };
  const names = query.kind ? namesOf(query.kind) : null;
  return {
    subjects,
    read: (cursor, take) => eventsOf(ctx, { ...subjects, names, cursor, take }),
    first: query.id,
    limit: query.limit,
  };
}

/** Events as entries, from the event `cursor` back in time, skipping hidden ones. */
export async function readEventPage(ctx: Ctx, of: EventSource, cursor: string | null): Promise<EventPage> {
  const { limit } = of;
  const lookup = new Lookup(ctx);
  const page: EventPage = { rows: [], scanned: null, done: false };
  for (let round = 0; round < maxRounds; round++) {
    const read = await of.read(page.scanned?.id ?? cursor, limit + 1);
    const keys = read.flatMap((event) => event.batchKey ?? []);
    const batches = await recordsOfBatches(ctx, of.subjects, keys);
    const events = read.map((event) => (standsAlone(event, batches) ? { ...event, batchKey: null } : event));
    await lookup.learn(events, batches);
    for (const event of events.slice(0, limit)) {
      page.scanned = { id: event.id, at: event.at.toISOString() };
      const records = event.batchKey === null ? undefined : batches.get(event.batchKey);
      const entry = entryOf(ctx, lookup, event, records ? lookup.batch(event, records, of.first) : null);
      if (entry) page.rows.push(entry);
      if (page.rows.length === limit) return { ...page, done: event === events.at(-1) };
    }
    if (events.length <= limit) return { ...page, done: true };
  }
  return page;
}

/** A bulk act on one record is shown as a single one; an import is always named. */
function standsAlone({ batchKey, name, entity }: EventRow, batches: ReadonlyMap<string, string[]>): boolean {
  const icon = timelineOf(entity)?.catalog.timeline[name]?.icon;
  return batchKey !== null && batches.get(batchKey)?.length === 1 && icon !== "import";
}

/** The events of a kind, in all domains. */
function namesOf(kind: TimelineKind): string[] {
  return timelines().flatMap((source) =>
    Object.entries(source.catalog.timeline).flatMap(([name, line]) => (isOfKind(line, kind) ? [name] : [])),
  );
}
