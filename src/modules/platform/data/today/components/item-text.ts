import { type AgendaSection, type ItemTimes, type Place, sectionOf } from "../rules";
import type { AgendaItem } from "../schema";

/** The colour of the time: overdue, or already begun today. */
export function itemTone(item: ItemTimes, section: AgendaSection, now: Date): string {
  if (section === "overdue") return "text-danger";
  const isBegun = section === "today" && item.startsAt !== null && new Date(item.startsAt) < now;
  return isBegun ? "text-warning" : "";
}

/** The rows that still stand in a section: an act that is shown before the server has it may have moved some. */
export const rowsIn = (rows: readonly AgendaItem[], section: AgendaSection, { today, timeZone }: Place): AgendaItem[] =>
  rows.filter((row) => sectionOf(row, today, timeZone) === section);
