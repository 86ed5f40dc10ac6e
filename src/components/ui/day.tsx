"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { formatDay } from "@/lib/day-words";
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
