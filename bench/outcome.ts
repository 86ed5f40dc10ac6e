import { describeProblem } from "@/local/problem";
import { type Figure, unmeasured } from "./figure";

/** The figures of an id; if it breaks off or has none, one figure that says so. */
export async function attempt(id: string, measure: () => Promise<Figure[]>): Promise<Figure[]> {
  try {
    const found = await measure();
    return found.length > 0 ? found : [unmeasured(id, "It gave no figure.")];
  } catch (error) {
    return [unmeasured(id, describeProblem(error))];
  }
}

/** The last line of a run, and its exit code: a figure that misses its bar is a result, one without a number is not. */
export function outcomeOf(figures: readonly Figure[]): { text: string; code: number } {
  const missed = figures.filter(({ pass, measured }) => measured && !pass).length;
  const broken = [...new Set(figures.flatMap(({ id, measured }) => (measured ? [] : id)))];
  const failed = broken.length > 0 ? `could not measure ${broken.join(", ")}` : "all measured";
  return { text: `${figures.length} figures, ${missed} below must, ${failed}`, code: broken.length === 0 ? 0 : 1 };
}
