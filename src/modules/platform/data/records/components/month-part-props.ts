import type { CalendarFields, Noun } from "@/lib/nouns/define";
import type { NounCardRow } from "./noun-card";
import type { Month, ShownCalendar } from "./use-noun-calendar";

/** The days of a calendar with their records, as the month and the agenda draw them. */
export interface DaysProps {
  noun: Noun;
  by: CalendarFields;
  month: Month;
  days: ShownCalendar["days"];
  open(id: string): void;
}

export interface MonthProps extends DaysProps {
  onMove(row: NounCardRow, to: string): Promise<void>;
  onCreate: ((day: string) => void) | null;
}
