"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useMemo } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { useListState } from "@/components/data-table/use-list-state";
import { clampedDay, monthLater, monthSpan } from "@/lib/calendar-days";
import { todayIn } from "@/lib/day-words";
import { valueIn } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import { calendarRequest, mostInCalendar } from "@/lib/nouns/calendar";
import type { CalendarFields, Noun } from "@/lib/nouns/define";
import { useNounApi } from "@/trpc/noun-api";
import { listPages } from "@/trpc/pages";
import type { NounCardRow } from "./noun-card";

/** The month of a calendar, which is in the address, and the functions that lead to another one. */
export function useMonth() {
  const [date, setDate] = useQueryState("date", parseAsString.withOptions({ history: "push" }));
  const { timeZone } = useListLocale();
  const today = todayIn(timeZone);
  const day = clampedDay(date, today);
  const show = (next: string) => void setDate(next === today ? null : next);
  const span = useMemo(() => monthSpan(day), [day]);
  return { day, today, span, show, step: (by: 1 | -1) => show(monthLater(day, by)) };
}
export type Month = ReturnType<typeof useMonth>;

const nothing: readonly NounCardRow[] = [];

/** The records of a month by their days, page after page up to the most that a calendar shows. */
export function useNounCalendar(
  noun: Noun,
  { day }: CalendarFields,
  { list, month }: { list: ReturnType<typeof useListState>; month: Month },
) {
  const { list: listed } = useNounApi(noun);
  const request = useMemo(() => calendarRequest(list.request, day, month.span), [list.request, day, month.span]);
  const query = useInfiniteQuery(
    listed.infiniteQueryOptions(request ?? {}, { ...listPages, enabled: request !== null }),
  );
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const rows = useMemo(
    () => (data ? (data.pages.flatMap((page) => page.rows) as unknown as readonly NounCardRow[]) : nothing),
    [data],
  );
  const isFull = rows.length >= mostInCalendar;
  const goesOn = hasNextPage && !isFull && !isFetching && !isError;
  // A calendar has no end to scroll to: the next page is asked for by the server's answer.
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  const days = useMemo(() => groupBy(rows, (row) => dayIn(row, day)), [rows, day]);
  return { query, days, isFull: isFull && hasNextPage, refused: request === null };
}
export type ShownCalendar = ReturnType<typeof useNounCalendar>;

/** The day on which a record stands; empty for none. */
export const dayIn = (row: NounCardRow, day: string): string => String(valueIn(row, day) ?? "");
