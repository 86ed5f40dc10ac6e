"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { entryKinds } from "@/lib/catalog";
import { dayLater, momentOfDay } from "@/lib/working-time";
import type { TimelineFilter } from "./timeline-request";

const isDay = /^\d{4}-\d{2}-\d{2}$/;

/** The filters of a record's timeline, in the address of the page. */
export function useTimelineState() {
  return useQueryStates({
    kind: parseAsStringLiteral(entryKinds),
    person: parseAsString,
    words: parseAsString.withOptions({ throttleMs: 300 }),
    field: parseAsString,
    /** A day, or a time on it. */
    until: parseAsString,
  });
}
type State = ReturnType<typeof useTimelineState>;
export type TimelineState = State[0];
export type SetTimelineState = State[1];

export const noTimelineFilter = { kind: null, person: null, words: null, field: null } as const;

/** Whether a timeline leaves entries out. */
export const isFiltered = ({ kind, person, words, field }: TimelineState): boolean =>
  kind !== null || person !== null || field !== null || (words ?? "").trim() !== "";

/** The filters as the server takes them: a day ends with its last moment in the reader's zone. */
export function useTimelineFilter({ kind, person, words, field, until }: TimelineState): TimelineFilter {
  const { zone: timeZone } = useWorkspace();
  const endOfDay = (day: string) => new Date(momentOfDay(dayLater(day, 1), 0, timeZone).getTime() - 1).toISOString();
  return {
    kind,
    memberId: person,
    field,
    q: words?.trim().slice(0, 200) || null,
    until: until && isDay.test(until) ? endOfDay(until) : until,
  };
}
