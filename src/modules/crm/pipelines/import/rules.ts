import type { StageType } from "../schema";

/** The stage type that a name suggests. */
export function stageTypeOf(name: string): StageType {
  if (/\b(won|win|gewonnen|gagn[ée]e?|ganad[oa]|closed won|sold|signed)\b/i.test(name)) return "won";
  return /\b(lost|lose|verloren|perdue?|perdid[oa]|closed lost|rejected|declined|cancell?ed|dead)\b/i.test(name)
    ? "lost"
    : "open";
}

/** How an import tells the types of stages: "Won" is near to no name, but the stage called Closed Won is meant. */
export const stageNames = {
  options: [
    { value: "open", label: "open" },
    { value: "won", label: "won" },
    { value: "lost", label: "lost" },
  ],
  of: stageTypeOf,
  why: (type: string) => (type === "open" ? null : `is where ${type} opportunities end`),
};
