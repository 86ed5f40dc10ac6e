import { addedFigures, type TileFigure, type TileSeries } from "@/lib/tiles";

/** The way in which win rates are shown at first: by owner, in the fiscal year. */
export const usualOutcome = { by: "owner", period: "this fiscal year" } as const;

/** The opportunities that one owner or source won and lost. */
export interface Outcome {
  value: string | null;
  label: string | null;
  won: TileFigure;
  lost: TileFigure;
  /** Both together. */
  decided: TileFigure;
}

/** The opportunities that were won and lost by their common value, those with most decisions first. */
export function outcomesOf(won: TileSeries, lost: TileSeries): Outcome[] {
  const values = [...new Set([...won.figures, ...lost.figures].map(({ value }) => value))];
  return values
    .map((value) => {
      const [ours, theirs] = [won, lost].map(({ figures }) => figures.find((one) => one.value === value));
      const known = ours ?? theirs;
      const withStatus = (...status: string[]) =>
        (known?.conditions ?? []).map((one) => (one.field === "status" ? { ...one, value: status } : one));
      const both = [ours, theirs].flatMap((one) => one ?? []);
      return {
        value,
        label: known?.label ?? null,
        won: ours ?? addedFigures([], withStatus("won")),
        lost: theirs ?? addedFigures([], withStatus("lost")),
        decided: addedFigures(both, withStatus("won", "lost")),
      };
    })
    .sort((a, b) => b.decided.count - a.decided.count || b.won.count - a.won.count);
}
