import "server-only";
import { catalogIn, type TimelineSource, timelineOf, timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { EventSubject } from "@/server/emitted-event";
import { invalid } from "@/server/errors";
import { readable } from "@/server/readable";
import { isOfKind, searchedAtOnce, type TimelineKind } from "../rules";
import type { TimelineBatch } from "../schema";
import { type EventRow, entryOf, isShown, keyOf, Lookup, plainEntryOf } from "./entries";
import { type Act, actsOf, mergedEdit } from "./merged-edits";
import { countedOf, eventsOf, recordsOfBatches, type Subjects } from "./read-events";
import { showsWords } from "./searched-words";
import { type EventPlace, maxShown, type Walk } from "./walks";

/** Number of further reads for one page when many events are hidden, or edits follow each other without a pause. */
const maxRounds = 20;

/** Events read beyond a page, so that its last entry is complete. */
const ahead = 30;

export interface TimelineQuery {
  /** The record of the timeline; in a family `ids` are also those below it. */
  entity: string;
  id: string;
  ids: readonly string[];
  others: readonly EventSubject[];
  kind: TimelineKind | null;
  memberId: string | null;
  field: string | null;
  text: string | null;
  limit: number;
}

/** The subjects of a timeline, and how their events are read. */
export interface EventSource {
  subjects: Subjects;
  /** Events after the cursor, going back in time. */
  read(cursor: string | null, take: number): Promise<EventsRead>;
  /** The record of the timeline, which its reader has seen: a batch names it first. */
  first: EventSubject | null;
  /** Only entries that show these words. */
  text?: string | null;
  limit: number;
  /** At most so many reads for one page, each of so many events; the usual numbers without it. */
  most?: { reads: number; events: number };
}

/** Some events, and the last one that was read for them, shown or not; its place is null where no event follows. */
export interface EventsRead {
  events: EventRow[];
  end: Pick<EventRow, "id" | "at"> | null;
}

/** The result of a read of so many events. */
export const readOf = (events: EventRow[], take: number): EventsRead => ({
  events,
  end: events.length < take ? null : (events.at(-1) ?? null),
});

/** Reads a record's timeline. */
export function sourceOf(ctx: Ctx, query: TimelineQuery): EventSource {
  const { id, field, limit, text } = query;
  const filter = filterOf(ctx, query);
  return {
    subjects: filter,
    read: async (cursor, take) => readOf(await eventsOf(ctx, { ...filter, own: field !== null, cursor, take }), take),
    first: { entity: query.entity, id },
    text,
    limit,
  };
}

/** The subjects of a timeline, and the conditions on its events that the database checks. */
export function filterOf(ctx: Ctx, query: TimelineQuery) {
  const { entity, id, ids, others, kind, memberId, field } = query;
  const names = kind ? namesOf(kind) : null;
  const filter = { entity, names, memberId, keys: field === null ? null : keysOf(ctx, entity, field) };
  return field === null ? { ...filter, ids, others } : { ...filter, ids: [id], others: [] };
}

/** The keys under which events hold a field. */
function keysOf(ctx: Ctx, entity: string, field: string): string[] {
  const column = catalogIn(ctx, entity)?.columns[field];
  if (!column || !readable(ctx, entity).has(column.of ?? field)) throw invalid("field", "There is no such field.");
  return [field, keyOf(field, column), `${field}Doc`];
}

/** Events that were read for a page, newest first. */
interface Read {
  rows: EventRow[];
  batches: Map<string, TimelineBatch | null>;
  /** The last event that was read, shown or hidden. */
  last: EventsRead["end"];
  /** No event follows the last one. */
  all: boolean;
}

/** Events as entries, from a place back in time, skipping hidden ones. */
export async function readEventPage(ctx: Ctx, of: EventSource, from: EventPlace): Promise<Walk<EventPlace>> {
  const lookup = new Lookup(ctx);
  if (of.first) lookup.knows(of.first.entity, of.first.id);
  const read: Read = { rows: [], batches: new Map(), last: null, all: false };
  let joined = actsOf([], null);
  const rounds = of.text ? 1 : (of.most?.reads ?? maxRounds);
  for (let round = 0; round < rounds && !read.all; round++) {
    await readMore(ctx, of, { lookup, read, from });
    joined = actsOf(read.rows, read.all ? null : (read.last?.at ?? null));
    const settled = joined.acts.slice(0, joined.settled);
    if (settled.filter((act) => mergedEdit(act) !== null).length > of.limit) break;
  }
  const walked: Act[] = [];
  const rows: { entry: NonNullable<ReturnType<typeof entryOf>>; place: EventPlace }[] = [];
  for (const act of joined.acts) {
    if (rows.length === of.limit) break;
    walked.push(act);
    const row = mergedEdit(act);
    const batch = row && (read.batches.get(row.id) ?? null);
    if (row && of.text && !showsWords(ctx, plainEntryOf(ctx, lookup, row, batch), of.text)) continue;
    const entry = row && entryOf(ctx, lookup, row, batch);
    if (entry) rows.push({ entry, place: placeAfter(act[0].id, from, walked) });
  }
  return { rows, end: endOf(read, from, walked, joined.acts.length) };
}

/** How far the events are shown: up to the last entry of a full page, otherwise up to the last event that was read. */
function endOf(read: Read, from: EventPlace, walked: readonly Act[], acts: number): Walk<EventPlace>["end"] {
  const [last] = walked.at(-1) ?? [];
  if (walked.length < acts && last) return { at: last.at.toISOString(), place: placeAfter(last.id, from, walked) };
  if (read.all || !read.last) return null;
  return { at: read.last.at.toISOString(), place: placeAfter(read.last.id, from, walked) };
}

/** The place before an event, with the entries that reach back behind it. */
function placeAfter(before: string, from: EventPlace, walked: readonly Act[]): EventPlace {
  const now = walked.map((act) => ({ record: act[0].entityId, first: act[act.length - 1]?.id ?? act[0].id }));
  const shown = [...from.shown, ...now].filter(({ first }) => first < before);
  return { before, shown: shown.slice(-maxShown) };
}

interface Reading {
  lookup: Lookup;
  read: Read;
  from: EventPlace;
}

/** Reads the next events, and what they mention; keeps those that are shown. */
async function readMore(ctx: Ctx, of: EventSource, { lookup, read, from }: Reading): Promise<void> {
  // Many events to one entry, or many hidden ones: then fewer, longer reads.
  const usual = of.text ? searchedAtOnce : (of.limit + ahead) * (read.last ? 4 : 1);
  const { events: found, end } = await of.read(read.last?.id ?? from.before, Math.min(usual, of.most?.events ?? usual));
  const records = await recordsOfBatches(ctx, of.subjects, found);
  const counted = countedOf(of.subjects, records.size);
  const events = found.map((event) => (standsAlone(event, records) ? { ...event, batchKey: null } : event));
  await lookup.learn(events, records);
  for (const event of events) {
    const ofBatch = event.batchKey === null ? undefined : records.get(event.batchKey);
    const batch = ofBatch ? lookup.batch(event, ofBatch, { first: of.first?.id ?? null, counted }) : null;
    read.batches.set(event.id, batch);
    const isInEntry = from.shown.some(({ record, first }) => record === event.entityId && event.id >= first);
    if (!isInEntry && isShown(ctx, lookup, event, batch)) read.rows.push(event);
  }
  read.last = end ?? found.at(-1) ?? read.last;
  read.all = end === null;
}

/** A bulk act on one record is shown as a single one; an import is always named. */
function standsAlone({ batchKey, name, entity }: EventRow, batches: ReadonlyMap<string, string[]>): boolean {
  const icon = timelineOf(entity)?.catalog.timeline[name]?.icon;
  return batchKey !== null && batches.get(batchKey)?.length === 1 && icon !== "import";
}

/** The events of a kind, in all domains or in some. */
export function namesOf(kind: TimelineKind, sources: readonly TimelineSource[] = timelines()): string[] {
  return sources.flatMap((source) =>
    Object.entries(source.catalog.timeline).flatMap(([name, line]) => (isOfKind(line, kind) ? [name] : [])),
  );
}
