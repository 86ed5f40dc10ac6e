import { momentOfDay } from "@/lib/working-time";

/** Turns days of a file into the instant at which they begin in the workspace's zone; each day is worked out once. */
export function dayStarts(timeZone: string): (day: string) => Date {
  const known = new Map<string, Date>();
  return (day) => {
    const found = known.get(day);
    if (found) return found;
    const start = momentOfDay(day, 0, timeZone);
    known.set(day, start);
    return start;
  };
}

/** The later of two instants; one that is unknown does not count. */
export function latest(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}

/** One stay in a stage as an import knows it; null is unknown. */
export interface Stay {
  stageId: string;
  enteredAt: Date | null;
  leftAt: Date | null;
}

/**
 * The stages that an imported opportunity went through. An open one stands in its stage since its start; a closed one stood
 * in the starting stage from start to close. Without a date: since before the import.
 */
export function staysOf(
  stage: { id: string; type: string },
  startStageId: string | null,
  start: Date | null,
  close: Date | null,
): Stay[] {
  if (stage.type === "open") return [{ stageId: stage.id, enteredAt: start, leftAt: null }];
  const last = { stageId: stage.id, enteredAt: close, leftAt: null };
  if (start === null || close === null || startStageId === null) return [last];
  return [{ stageId: startStageId, enteredAt: start, leftAt: close }, last];
}

/** "GTX Pro – Cancity": how an opportunity without a name is called; null when nothing names it. */
export function nameOf(product: string | undefined, account: string | undefined, externalId: string | undefined) {
  const parts = [product, account].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" – ").slice(0, 200) : (externalId ?? null);
}
