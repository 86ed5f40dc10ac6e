import { writeFile } from "node:fs/promises";
import { LocalProblem } from "@/local/problem";
import { git } from "../../scripts/trees/git";
import type { Figure } from "../figure";
import { performancePage } from "./page";
import { type KeptFigure, type KeptRun, PAGE, RECORDED, readRuns } from "./records";

/** The commit that a run measures. Throws when the tree has changes: a record would name sources that it did not measure. */
export function measuredCommit(): string {
  const changes = git(".", "status", "--porcelain", "--", ".", `:!${RECORDED}`, `:!${PAGE}`).trimEnd();
  if (changes) throw new LocalProblem(`A record names the commit that it measures. Commit these first:\n${changes}`);
  return git(".", "rev-parse", "--short=9", "HEAD").trim();
}

/** Adds a run to the recorded ones, and writes the page that shows them. Throws when a figure was not measured. */
export async function recordRun(figures: readonly Figure[], place: Omit<KeptRun, "figures">): Promise<void> {
  const failed = figures.filter(({ measured }) => !measured);
  if (failed.length > 0)
    throw new LocalProblem(`Nothing is recorded: ${failed.map(({ id }) => id).join(", ")} could not be measured.`);
  const kept = figures.map(({ id, name, unit, value, ratio }): KeptFigure => ({ id, name, unit, value, ratio }));
  const runs = [...(await readRuns()), { ...place, figures: kept }];
  await writeFile(RECORDED, `${JSON.stringify(runs, null, 2)}\n`);
  await writeFile(PAGE, performancePage(runs));
}
