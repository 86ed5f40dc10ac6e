import type { z } from "zod";
import type { Counts } from "../rules";
import type { rehearsalSample } from "../schema";

export type Sample = z.output<typeof rehearsalSample>;

export const sampleKinds = ["conflicts", "createHere", "createThere", "updates", "links", "problems"] as const;
export type SampleKind = (typeof sampleKinds)[number];

export const kindWords = (kind: SampleKind, label: string): string =>
  ({
    conflicts: "Conflicts",
    createHere: "Create here",
    createThere: `Create in ${label}`,
    updates: "Update",
    links: "Link",
    problems: "Wait",
  })[kind];

/** The count of the rehearsal that a tab of examples stands for. */
export const countOf = (kind: SampleKind, counts: Counts): number =>
  ({
    conflicts: counts.conflicts,
    createHere: counts.createdHere,
    createThere: counts.createdThere,
    updates: counts.updatedHere + counts.updatedThere,
    links: counts.linked,
    problems: counts.problems,
  })[kind];

export function kindOf({ outcome, side }: Pick<Sample, "outcome" | "side">): SampleKind {
  if (outcome === "create") return side === "here" ? "createHere" : "createThere";
  return ({ conflict: "conflicts", link: "links", update: "updates", problem: "problems" } as const)[outcome];
}

/** The side whose value is lost: the one that is written; neither where a person has to choose, or it only waits. */
export function losing({ outcome, side }: Pick<Sample, "outcome" | "side">, asks: boolean): "here" | "there" | null {
  if (asks || outcome === "problem") return null;
  return side;
}
