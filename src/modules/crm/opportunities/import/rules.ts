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

interface Ending {
  outcome?: "open" | "won" | "lost" | undefined;
  wonOn?: string | undefined;
  lostOn?: string | undefined;
}

/**
 * How and when an opportunity ended by the date on which it was won or lost. Beside a status or a closed stage the date only
 * says when; a row that contradicts itself gets the reason. `stageType` is that of the stage that the row names.
 */
export function endOf<R extends Ending>(row: R, stageType: string | undefined): R | { field: string; reason: string } {
  const { wonOn, lostOn } = row;
  const days = { won: wonOn, lost: lostOn };
  const dated = wonOn === undefined ? "lost" : "won";
  if (days[dated] === undefined) return row;
  const field = `${dated}On`;
  const closedStage = stageType === "won" || stageType === "lost" ? stageType : undefined;
  const ended = closedStage ?? row.outcome;
  if (ended === "open")
    return { field, reason: `The status says that the opportunity is open, but it has a ${dated} date.` };
  if (ended === undefined && wonOn !== undefined && lostOn !== undefined)
    return {
      field: "lostOn",
      reason: "The row has a won date and a lost date. Add a status that says which one applies.",
    };
  const outcome = ended ?? dated;
  if (days[outcome] !== undefined) return { ...row, outcome: row.outcome ?? outcome, actualCloseDate: days[outcome] };
  const told = closedStage ? "stage" : "status";
  return { field, reason: `The ${told} says that the opportunity is ${outcome}, but it has only a ${dated} date.` };
}

/** "GTX Pro – Cancity": how an opportunity without a name is called; null when nothing names it. */
export function nameOf(product: string | undefined, account: string | undefined, externalId: string | undefined) {
  const parts = [product, account].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" – ").slice(0, 200) : (externalId ?? null);
}
