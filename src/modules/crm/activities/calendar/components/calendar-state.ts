"use client";

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useListLocale } from "@/components/data-table/list-locale";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { clampedDay } from "@/lib/calendar-days";
import { todayIn } from "@/lib/day-words";
import type { CalendarPeople } from "../schema";
import { type CalendarMode, modes, peopleOf, peopleText, spanOf, stepped } from "./modes";

const params = {
  date: parseAsString,
  mode: parseAsStringLiteral(modes).withDefault("week"),
  people: parseAsString,
  closing: parseAsBoolean.withDefault(false),
};

/** The day, the mode, the people and the second layer of the calendar, which are in the address. */
export function useCalendarState() {
  const [{ date, mode: chosen, people, closing }, set] = useQueryStates(params, { history: "push" });
  const phone = useIsPhone();
  const { timeZone } = useListLocale();
  const today = todayIn(timeZone);
  const mode: CalendarMode = phone ? "agenda" : chosen;
  const day = clampedDay(date, today);
  const show = (next: string) => void set({ date: next === today ? null : next });
  return {
    ...{ mode, day, today, closing },
    span: spanOf(mode, day),
    people: peopleOf(people),
    show,
    step: (by: 1 | -1) => show(stepped(mode, day, by)),
    setMode: (next: CalendarMode) => void set({ mode: next }),
    setPeople: (next: CalendarPeople) => void set({ people: peopleText(next) }),
    setClosing: (next: boolean) => void set({ closing: next || null }),
  };
}
export type CalendarState = ReturnType<typeof useCalendarState>;
