export const conflictRules = ["newest", "ours", "theirs", "ask"] as const;
export type ConflictRule = (typeof conflictRules)[number];

export const syncDirections = ["in", "out", "both", "off"] as const;
export type SyncDirection = (typeof syncDirections)[number];

/** How one field is kept equal. */
export interface FieldRule {
  direction: SyncDirection;
  conflict: ConflictRule;
  /** Whether a value that one side alone has fills the other one when both meet for the first time. */
  fillsEmpty: boolean;
}

/** Both sides of a field, compared with what they were when they agreed last. */
export interface Sides {
  /** False when both sides meet for the first time. */
  haveAgreed: boolean;
  oursChanged: boolean;
  theirsChanged: boolean;
  areSame: boolean;
  oursEmpty: boolean;
  theirsEmpty: boolean;
}

/** When each side was written, in milliseconds; null where nobody knows. */
export interface Times {
  ours: number | null;
  theirs: number | null;
}

export type DecidedBy = "onlySide" | ConflictRule;

export type Decision =
  /** Nothing is written, and nothing is noted. */
  | { act: "nothing" }
  /** Nothing is written: what both sides hold now is what they agree on. */
  | { act: "agree"; why: "same" | "oneWay" | "leftEmpty" }
  /** The value of the other side is written on ours, or ours on theirs. */
  | { act: "in" | "out"; by: DecidedBy }
  /** A person has to choose. */
  | { act: "ask" };

/** Clocks of two services differ: within so many milliseconds neither is later. */
const tieMs = 5_000;

const nothing: Decision = { act: "nothing" };

/** The decision about one field. `times` is asked only where both sides changed and the newest wins. */
export function decide(sides: Sides, rule: FieldRule, times: () => Times): Decision {
  if (rule.direction === "off") return nothing;
  if (sides.areSame)
    return sides.haveAgreed && !sides.oursChanged && !sides.theirsChanged ? nothing : { act: "agree", why: "same" };
  if (!sides.haveAgreed) return decideFirst(sides, rule, times);
  if (!sides.oursChanged && !sides.theirsChanged) return nothing;
  if (sides.oursChanged && sides.theirsChanged) return decideConflict(rule, times);
  return oneSide(sides.oursChanged ? "out" : "in", rule);
}

const oneSide = (act: "in" | "out", { direction }: FieldRule): Decision =>
  direction === "both" || direction === act ? { act, by: "onlySide" } : { act: "agree", why: "oneWay" };

function decideFirst(sides: Sides, rule: FieldRule, times: () => Times): Decision {
  if (!sides.oursEmpty && !sides.theirsEmpty) return decideConflict(rule, times);
  if (!rule.fillsEmpty) return { act: "agree", why: "leftEmpty" };
  return oneSide(sides.theirsEmpty ? "out" : "in", rule);
}

function decideConflict({ direction, conflict }: FieldRule, times: () => Times): Decision {
  if (direction === "in") return { act: "in", by: "theirs" };
  if (direction === "out") return { act: "out", by: "ours" };
  if (conflict === "ask") return { act: "ask" };
  if (conflict === "ours") return { act: "out", by: "ours" };
  if (conflict === "theirs") return { act: "in", by: "theirs" };
  const { ours, theirs } = times();
  const isTheirs = theirs !== null && (ours === null || theirs - ours > tieMs);
  return { act: isTheirs ? "in" : "out", by: "newest" };
}

/** A field of one record that is written more often than this within the time changes again and again. */
const held = { writes: 6, ms: 10 * 60_000 };

/** The times of the last writes of a field with one more, and whether somebody has to look at it. */
export function withWrite(earlier: readonly number[], now: number): { times: number[]; isHeld: boolean } {
  const times = [...earlier.filter((at) => now - at < held.ms), now];
  return { times, isHeld: times.length > held.writes };
}

const hour = 3_600_000;
const tries = [1, 6, 24, 72];

/** When a problem is tried again after so many attempts; null: only a person or a change does it. */
export function nextTry(attempts: number, now: Date): Date | null {
  const hours = tries[attempts - 1];
  return hours === undefined ? null : new Date(now.getTime() + hours * hour);
}

/** Outcomes of a run, by side. */
export const noCounts = {
  read: 0,
  linked: 0,
  createdHere: 0,
  createdThere: 0,
  updatedHere: 0,
  updatedThere: 0,
  conflicts: 0,
  unchanged: 0,
  skipped: 0,
  problems: 0,
  refused: 0,
  unlinked: 0,
} as const;
export type Counts = { -readonly [K in keyof typeof noCounts]: number };

export const addCounts = (some: Counts, others: Partial<Counts>): Counts =>
  Object.fromEntries(
    Object.entries(some).map(([name, count]) => [name, count + (others[name as keyof Counts] ?? 0)]),
  ) as Counts;

/**
 * Whether so many refused records mean that the mapping is wrong, and not the records. A value that waits for a person,
 * such as an owner without a partner, is no refusal: the rest of its record goes on.
 */
export const isBroken = (run: Pick<Counts, "read" | "createdThere" | "refused">): boolean =>
  run.refused >= 50 && run.refused >= (run.read + run.createdThere) * 0.2;
