"use client";

import { TextField } from "@/components/form/text-field";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dateFormat } from "@/lib/intl";

/** The name of a weekday, Monday 0. */
export function weekdayName(index: number, locale: string): string {
  // 5 January 1970 was a Monday.
  return dateFormat(locale, { weekday: "long", timeZone: "UTC" }).format((index + 4) * 86_400_000);
}

interface WeekShape {
  week: string[];
}

/** The hours of a week: a line for each day, empty for a day off. */
export function WeekFields({ disabled = false }: { disabled?: boolean }) {
  const { locale } = useWorkspace();
  return (
    <fieldset className="grid grid-cols-2 gap-x-4 gap-y-3 phone:grid-cols-1" disabled={disabled}>
      <legend className="sr-only">Hours of the week</legend>
      {[0, 1, 2, 3, 4, 5, 6].map((index) => (
        <TextField<WeekShape>
          key={index}
          name={`week.${index}`}
          label={weekdayName(index, locale)}
          placeholder="Day off"
          autoComplete="off"
          disabled={disabled}
        />
      ))}
    </fieldset>
  );
}
