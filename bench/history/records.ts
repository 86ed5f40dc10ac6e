import { readFile } from "node:fs/promises";
import type { Figure } from "../figure";

/** A figure as it is kept; null where a number was not written down. */
export interface KeptFigure {
  id: string;
  name: string;
  unit: string;
  value: number | null;
  ratio: number | null;
}

/** The figures of one run, and where they were measured. */
export interface KeptRun {
  commit: string;
  date: string;
  scale: string;
  machine: string;
  figures: KeptFigure[];
}

export const RECORDED = "bench/recorded.json";
/** The page that shows them, written from that file. */
export const PAGE = "docs/performance.md";

/** All recorded runs, the newest one last. */
export async function readRuns(): Promise<KeptRun[]> {
  return JSON.parse(await readFile(RECORDED, "utf8")) as KeptRun[];
}

/** The last recorded run of a scale that has this figure, and the figure in it. */
export function lastRecord(
  runs: readonly KeptRun[],
  scale: string,
  { id, name }: Pick<Figure, "id" | "name">,
): { run: KeptRun; kept: KeptFigure } | undefined {
  for (const run of runs.toReversed()) {
    const kept = run.scale === scale && run.figures.find((one) => one.id === id && one.name === name);
    if (kept) return { run, kept };
  }
  return undefined;
}
