"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";
import { dayText, todayIn } from "@/lib/day-words";

/** The day by which something has to be done, in the colour of its urgency; overdue is said to screen readers too. */
export function DueDay({ day }: { day: string }) {
  const { locale, timeZone } = useListLocale();
  const [now] = useState(() => new Date());
  const today = todayIn(timeZone, now);
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
