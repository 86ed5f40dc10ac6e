"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayText, todayIn } from "@/lib/day-words";
import { zonedDay } from "./day-text";

/** Formats instants as days of the workspace, such as the end of a period that is paid, with their year. */
export function useZonedDay(): (instant: string) => string {
  const { locale, workspaceZone: timeZone } = useWorkspace();
  return (instant) => zonedDay(instant, { locale, timeZone });
}

/** Formats days (`YYYY-MM-DD`) in the workspace's words, relative to the reader's today. */
export function useDayText(): (day: string) => string {
  const { locale, timeZone } = useListLocale();
  const today = todayIn(timeZone);
  return (day) => dayText(day, today, locale);
}
