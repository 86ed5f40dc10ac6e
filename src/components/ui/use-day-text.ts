"use client";

import { todayIn } from "@/components/data-table/date-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { dayText } from "./day-text";

/** Formats days (`YYYY-MM-DD`) in the workspace's words, relative to its today. */
export function useDayText(): (day: string) => string {
  const { locale, timeZone } = useListLocale();
  const today = todayIn(timeZone);
  return (day) => dayText(day, today, locale);
}
