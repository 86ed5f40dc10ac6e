import type { NewStage } from "./schema";

const typeOrder: Readonly<Record<string, number>> = { open: 0, won: 1, lost: 2 };

/** The queue of reorders: one after the other, as each names the version that the one before it made. */
export const orderScope = { id: "order of pipelines" };

/** Stages as every screen shows them: open ones in their order, then won, then lost. */
export function inBoardOrder<S extends { type: string; position: number }>(stages: readonly S[]): S[] {
  const rank = (stage: S) => typeOrder[stage.type] ?? 0;
  return [...stages].sort((a, b) => rank(a) - rank(b) || a.position - b.position);
}

/** The pipeline that a screen shows: the one that was asked for, else the default, else the first; undefined without any. */
export function shownPipeline<P extends { id: string; isDefault: boolean }>(
  pipelines: readonly P[],
  id: string | null,
): P | undefined {
  return pipelines.find((one) => one.id === id) ?? pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0];
}

/** A won opportunity is certain and a lost one is gone; an open stage has the probability that somebody gave it, or none. */
export function stageProbability(type: string, given: number | null | undefined): number | null {
  if (type === "won") return 100;
  return type === "lost" ? 0 : (given ?? null);
}

/** Whether a row of stages holds at least one of each type: a pipeline needs all three. */
export function hasEachType(stages: readonly { type: string }[]): boolean {
  return Object.keys(typeOrder).every((type) => stages.some((stage) => stage.type === type));
}

/** The stages of a new pipeline when none are given. */
export const defaultStages: readonly NewStage[] = [
  { name: "Lead", type: "open", probability: 10, rotDays: 30 },
  { name: "Qualified", type: "open", probability: 25, rotDays: 21 },
  { name: "Proposal", type: "open", probability: 50, rotDays: 14 },
  { name: "Negotiation", type: "open", probability: 75, rotDays: 14 },
  { name: "Closed Won", type: "won" },
  { name: "Closed Lost", type: "lost" },
];

export const defaultLossReasons: readonly string[] = [
  "Price too high",
  "Chose a competitor",
  "No budget",
  "No decision",
  "Wrong time",
  "Not a fit",
  "Stopped responding",
  "Other",
];

/** The entries in the order of `ids`; those that are not named follow as they were. */
export function inOrder<T extends { id: string }>(entries: readonly T[], ids: readonly string[]): T[] {
  const place = (entry: T) => {
    const at = ids.indexOf(entry.id);
    return at < 0 ? ids.length : at;
  };
  return [...entries].sort((a, b) => place(a) - place(b));
}
