import type { StageType } from "../schema";
import { stageImportValues } from "./schema";

/** The stage type that a name suggests. */
export function stageTypeOf(name: string): StageType {
  if (/\b(won|win|gewonnen|gagn[ée]e?|ganad[oa]|closed won|sold|signed)\b/i.test(name)) return "won";
  return /\b(lost|lose|verloren|perdue?|perdid[oa]|closed lost|rejected|declined|cancell?ed|dead)\b/i.test(name)
    ? "lost"
    : "open";
}

/** The probability of a new open stage where nobody says one: rising evenly, in steps of five. */
export function usualProbability(place: number, stages: number): number {
  return Math.round((100 * (place + 1)) / (stages + 1) / 5) * 5;
}

/** How an import tells the types of stages: "Won" is near to no name, but the stage called Closed Won is meant. */
export const stageNames = {
  options: [
    { value: "open", label: "open" },
    { value: "won", label: "won" },
    { value: "lost", label: "lost" },
  ],
  of: stageTypeOf,
  values: stageImportValues,
  why: (type: string) => (type === "open" ? null : `is where ${type} opportunities end`),
};
