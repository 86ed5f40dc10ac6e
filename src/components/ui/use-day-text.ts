"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { dayText, todayIn } from "@/lib/day-words";
import { zonedDay } from "./day-text";

/** Formats instants as days of the workspace's zone, with their year. */
export function useZonedDay(): (instant: string) => string {
  const at = useListLocale();
  return (instant) => zonedDay(instant, at);
}

/** Formats days (`YYYY-MM-DD`) in the workspace's words, relative to its today. */
export function useDayText(): (day: string) => string {
  const { locale, timeZone } = useListLocale();
  const today = todayIn(timeZone);
  return (day) => dayText(day, today, locale);
}
