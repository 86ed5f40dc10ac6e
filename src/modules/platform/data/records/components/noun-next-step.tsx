"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";
import { dayText, todayIn } from "@/lib/day-words";
import type { RecordOf } from "@/lib/fields/record";
import type { nextStepFields } from "@/lib/nouns/next-step";

type Step = Pick<RecordOf<typeof nextStepFields>, "nextTitle" | "nextAt">;

/** When the next step of a record is due, in the colour of its urgency; overdue is said to screen readers too. */
export function NextStepDay({ step: { nextAt } }: { step: Pick<Step, "nextAt"> }) {
  const { locale, timeZone } = useListLocale();
  const [now] = useState(() => new Date());
  if (nextAt === null) return "–";
  const [day, today] = [todayIn(timeZone, new Date(nextAt)), todayIn(timeZone, now)];
  return (
    // Server and browser may render on two different days.
    <time
      dateTime={day}
      className={cn("truncate", day < today && "text-danger", day === today && "text-warning")}
      suppressHydrationWarning
    >
      {day < today ? <span className="sr-only">Overdue: </span> : null}
      {dayText(day, today, locale)}
    </time>
  );
}

/** The columns of lists whose records have a next step: what is next, and when it is due. */
export const nextStepCells = {
  nextStep: { cell: (row: object) => (row as Step).nextTitle ?? "–" },
  nextAt: { cell: (row: object) => <NextStepDay step={row as Step} /> },
};
