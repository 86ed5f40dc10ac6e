"use client";

import { formatDay } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { useDayText } from "./use-day-text";

/** A calendar day in the workspace's words, the whole date on hover; a dash for none. */
export function Day({ day }: { day: string | null }) {
  const text = useDayText();
  const { locale } = useListLocale();
  if (day === null) return "–";
  return (
    <time dateTime={day} title={formatDay(day, locale, true)}>
      {text(day)}
    </time>
  );
}
