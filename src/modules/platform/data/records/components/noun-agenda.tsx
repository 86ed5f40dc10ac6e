"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { daysOf, monthOf } from "@/lib/calendar-days";
import { cn } from "@/lib/cn";
import { dateFormat } from "@/lib/intl";
import { capital } from "@/lib/text";
import type { DaysProps } from "./month-part-props";
import { NounCard } from "./noun-card";
import { standingOf } from "./noun-month-entry";

/** The days of a month that have records, one below the other, for phones. */
export function NounAgenda({ noun, by, month, days, open }: DaysProps) {
  const { locale } = useListLocale();
  const name = dateFormat(locale, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" });
  const shown = daysOf(month.span).filter(
    (day) => monthOf(day) === monthOf(month.day) && (days.has(day) || day === month.today),
  );
  return (
    <section aria-label="Calendar" className="min-h-0 flex-1 overflow-y-auto pb-6">
      {shown.length === 0 ? <p className="px-edge py-6 text-muted">{`No ${noun.head.many} this month.`}</p> : null}
      {shown.map((day) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h3
            id={`day-${day}`}
            className={cn(
              "sticky top-0 z-sticky flex h-9 items-center bg-surface-sunken px-edge font-semibold hairline-b hairline-soft",
              day === month.today && "text-accent-text",
            )}
          >
            {name.format(new Date(`${day}T00:00:00Z`))}
          </h3>
          {days.has(day) ? null : <p className="px-edge py-3 text-muted">{`No ${noun.head.many} today.`}</p>}
          <ul>
            {days.get(day)?.map((row) => (
              <li key={row.id} className="hairline-b hairline-soft">
                <button
                  type="button"
                  onClick={() => open(row.id)}
                  className="block min-h-15 w-full px-edge py-2 text-left hover:bg-surface-hover"
                >
                  <NounCard noun={noun} row={row} />
                  <Standing standing={standingOf(row, by, month.today)} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function Standing({ standing }: { standing: ReturnType<typeof standingOf> }) {
  if (standing === null) return null;
  return <p className={cn("text-sm", standing === "overdue" ? "text-danger" : "text-muted")}>{capital(standing)}</p>;
}
