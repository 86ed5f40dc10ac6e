"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { DueDay } from "@/components/ui/due-day";
import { todayIn } from "@/lib/day-words";
import type { RecordOf } from "@/lib/fields/record";
import type { nextStepFields } from "@/lib/nouns/next-step";

type Step = Pick<RecordOf<typeof nextStepFields>, "nextTitle" | "nextAt" | "nextOn">;

/** When the next step of a record is due, in the colour of its urgency; overdue is said to screen readers too. */
export function NextStepDay({ step: { nextAt, nextOn } }: { step: Pick<Step, "nextAt" | "nextOn"> }) {
  const { timeZone } = useListLocale();
  return nextAt === null ? "–" : <DueDay day={nextOn ?? todayIn(timeZone, new Date(nextAt))} />;
}

/** The columns of lists whose records have a next step: what is next, and when it is due. */
export const nextStepCells = {
  nextStep: { cell: (row: object) => (row as Step).nextTitle ?? "–" },
  nextAt: { cell: (row: object) => <NextStepDay step={row as Step} /> },
};
