import { addCounts, type Counts, noCounts } from "../rules";
import type { ObjectState, SyncObject, SyncRunView } from "../schema";

const settingUp: ReadonlySet<ObjectState> = new Set(["draft", "rehearsing", "rehearsed"]);

/** Whether nothing was started yet: what would happen is still being chosen. */
export const isSettingUp = (objects: readonly Pick<SyncObject, "state">[]): boolean =>
  objects.length > 0 && objects.every(({ state }) => settingUp.has(state));

export const sumOf = (runs: readonly (Pick<SyncRunView, "counts"> | null)[]): Counts =>
  runs.reduce<Counts>((sum, run) => (run ? addCounts(sum, run.counts) : sum), { ...noCounts });

export type RehearsalState = "none" | "running" | "stale" | "ready";

/** How much the last rehearsal of all objects says about a start of now. */
export function rehearsalState(objects: readonly Pick<SyncObject, "state" | "rehearsal" | "run">[]): RehearsalState {
  if (objects.some(({ state }) => state === "rehearsing")) return "running";
  if (objects.length > 0 && objects.every(({ rehearsal }) => rehearsal !== null)) return "ready";
  const isEarlier = objects.some(({ rehearsal, run }) => rehearsal !== null || run?.kind === "rehearsal");
  return isEarlier ? "stale" : "none";
}

/** The rehearsal of an object: the one that counts, or an earlier one that does not any more. */
export const rehearsalOf = ({ rehearsal, run }: Pick<SyncObject, "rehearsal" | "run">): SyncRunView | null =>
  rehearsal ?? (run?.kind === "rehearsal" ? run : null);

export const setUpSteps = [
  { id: "connect", label: "Connect" },
  { id: "records", label: "Records" },
  { id: "fields", label: "Fields" },
  { id: "rehearse", label: "Rehearse" },
  { id: "start", label: "Start" },
] as const;
export const chosenSteps = ["records", "fields", "rehearse"] as const;
export type ChosenStep = (typeof chosenSteps)[number];

/** The step with which somebody goes on who comes back. */
export const stepToGoOn = (objects: Parameters<typeof rehearsalState>[0]): ChosenStep =>
  rehearsalState(objects) === "none" ? "records" : "rehearse";

/** From more new records than this in the other system their number has to be typed. */
const mostUntyped = 500;
export const mustTypeCount = (createdThere: number): boolean => createdThere > mostUntyped;

/** The run that an object is at or had last; a rehearsal did nothing. */
export const runOf = ({ run }: Pick<SyncObject, "run">): SyncRunView | null => (run?.kind === "rehearsal" ? null : run);

/** How far the runs of now are; null where none runs, `total` null while a service does not say how much there is. */
export function progressOf(
  objects: readonly Pick<SyncObject, "state" | "run">[],
): { read: number; total: number | null } | null {
  const runs = objects.flatMap(({ run }) => (run ? [run] : []));
  // The run of an object that is paused or stopped waits, open.
  if (!objects.some(({ state, run }) => state !== "paused" && run?.endedAt === null)) return null;
  const total = runs.every((run) => run.total !== null || run.endedAt !== null)
    ? runs.reduce((sum, run) => sum + (run.endedAt === null ? (run.total ?? 0) : run.read), 0)
    : null;
  const read = runs.reduce((sum, run) => sum + run.read, 0);
  return { read, total: total === null ? null : Math.max(total, read) };
}

/** Whether a run goes on or is about to, so that its screens ask often. */
export const isAtWork = (objects: readonly Pick<SyncObject, "state" | "run">[]): boolean =>
  objects.some(({ state, run }) => {
    if (state === "rehearsing" || state === "first" || state === "undoing") return true;
    return run !== null && run.endedAt === null && state !== "paused";
  });

export const waitingIn = (objects: readonly Pick<SyncObject, "problems" | "conflicts">[]): number =>
  objects.reduce((sum, { problems, conflicts }) => sum + problems + conflicts, 0);

/** One value that all have; null where they differ. */
export function sharedBy<T, K extends keyof T>(all: readonly T[], key: K): T[K] | null {
  const [first] = all;
  return first && all.every((one) => one[key] === first[key]) ? first[key] : null;
}

/** The state of all objects together, for the head of the page. */
export type Health = "setUp" | "first" | "undoing" | "inSync" | "failing" | "stopped";

export function healthOf(objects: readonly Pick<SyncObject, "state">[]): Health {
  if (isSettingUp(objects)) return "setUp";
  const has = (state: ObjectState) => objects.some((one) => one.state === state);
  // A run that stopped waits for somebody; one that fails tries again by itself.
  if (has("paused")) return "stopped";
  if (has("failing")) return "failing";
  if (has("undoing")) return "undoing";
  return has("first") ? "first" : "inSync";
}

/** The time of the run that is longest ago: so far behind may anything be. */
export function oldestRun(objects: readonly Pick<SyncObject, "ranAt">[]): string | null {
  const times = objects.flatMap(({ ranAt }) => (ranAt ? [ranAt] : []));
  return times.length === objects.length ? (times.toSorted()[0] ?? null) : null;
}
