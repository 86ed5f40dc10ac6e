import "server-only";
import { groupBy } from "@/lib/group-by";
import type { EventRow } from "./entries";

/** Edits of a record by one actor are one entry, up to this long after the first of them. */
export const mergedWithinMs = 10 * 60_000;

/** The events of one entry, newest first: one, or several edits of a record. */
export type Act = readonly [EventRow, ...EventRow[]];

interface Acts {
  /** Newest first, by their newest events. */
  acts: Act[];
  /** So many of them, from the newest one, stay as they are whatever events are read next. */
  settled: number;
}

const isEdit = ({ name, entity, batchId }: EventRow) => name === `${entity}.updated` && batchId === null;

/** Whether nothing else happened to the record between two edits by one actor. */
function follows(later: EventRow, earlier: EventRow): boolean {
  if (!isEdit(later) || !isEdit(earlier)) return false;
  if (earlier.entityVersion === null || later.entityVersion !== earlier.entityVersion + 1) return false;
  return later.memberId === earlier.memberId && JSON.stringify(later.actor) === JSON.stringify(earlier.actor);
}

const isNear = (later: Date, earlier: Date) => later.getTime() - earlier.getTime() <= mergedWithinMs;

/**
 * Joins events of timelines to entries. `rows` are all events after a place, newest first; `readTo` is the time of the last
 * event that was read, or null when no earlier one exists. An entry begins with its earliest edit, so it is final once the
 * edits before it are read as far as they could belong to it.
 */
export function actsOf(rows: readonly EventRow[], readTo: Date | null): Acts {
  const ofRecords = [...groupBy(rows, ({ entity, entityId }) => `${entity} ${entityId}`).values()].map(joined);
  const open = new Set(readTo ? ofRecords.flatMap((acts) => openOf(acts, readTo)) : []);
  const acts = ofRecords.flat().sort(([a], [b]) => (a.id < b.id ? 1 : -1));
  const unsettled = acts.findIndex((act) => open.has(act));
  return { acts, settled: unsettled < 0 ? acts.length : unsettled };
}

/** The entries of one record, the first of them first. */
function joined(events: readonly EventRow[]): Act[] {
  const acts: Act[] = [];
  for (const event of events.toReversed()) {
    const act = acts.at(-1);
    const first = act?.at(-1);
    if (act && first && follows(event, act[0]) && isNear(event.at, first.at)) acts[acts.length - 1] = [event, ...act];
    else acts.push([event]);
  }
  return acts;
}

/** Entries that an edit not read yet may change: it could come before the first one, and shift all that follow closely. */
function openOf(acts: readonly Act[], readTo: Date): Act[] {
  const first = acts[0]?.at(-1);
  if (!first || !isEdit(first) || !isNear(first.at, readTo)) return [];
  const end = acts.findIndex((act, place) => {
    const [before, earliest] = [acts[place - 1]?.[0], act.at(-1)];
    return before && earliest && !(follows(earliest, before) && isNear(earliest.at, before.at));
  });
  return acts.slice(0, end < 0 ? acts.length : end);
}

type Values = NonNullable<EventRow["before"]>;

/** One event for all of an entry, from the first values to the last ones; null when every value is as it was before. */
export function mergedEdit(act: Act): EventRow | null {
  const [newest] = act;
  if (act.length === 1) return newest;
  const first: Values = Object.assign({}, ...act.map(({ before }) => before));
  const last: Values = Object.assign({}, ...act.toReversed().map(({ after }) => after));
  const changed = Object.keys(last).filter((key) => JSON.stringify(first[key]) !== JSON.stringify(last[key]));
  if (changed.length === 0) return null;
  // An amount is read with its currency, which may be unchanged.
  const kept = Object.keys(last).filter((key) => changed.includes(key) || /currency$/i.test(key));
  const only = (values: Values) => Object.fromEntries(kept.map((key) => [key, values[key]]));
  return { ...newest, before: only(first), after: only(last) };
}
