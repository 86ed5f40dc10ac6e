import { clampedDay, insideYears, mondayOf, monthLater, monthSpan, type Span } from "@/lib/calendar-days";
import { wellFormedIds } from "@/lib/ids";
import { dateFormat } from "@/lib/intl";
import { dayRange } from "@/lib/time-range";
import { dayLater } from "@/lib/working-time";
import { mostPeople } from "../rules";
import type { CalendarPeople } from "../schema";

/** How a calendar is shown; the agenda is a list, for phones and screen readers too. */
export const modes = ["day", "week", "month", "agenda"] as const;
export type CalendarMode = (typeof modes)[number];

const daysOfWeek = 7;

/** The days that a mode shows around a day, both included. */
export function spanOf(mode: CalendarMode, day: string): Span {
  if (mode === "day") return { from: day, until: day };
  if (mode === "month") return monthSpan(day);
  const from = mondayOf(day);
  return insideYears({ from, until: dayLater(from, daysOfWeek - 1) });
}

/** The day that a step forward or back shows. */
export function stepped(mode: CalendarMode, day: string, by: 1 | -1): string {
  if (mode === "month") return monthLater(day, by);
  return clampedDay(dayLater(day, mode === "day" ? by : by * daysOfWeek), day);
}

/** "November 23 – 29, 2026", "November 2026" or "Monday, November 23, 2026". */
export function titleOf(mode: CalendarMode, day: string, locale: string): string {
  const at = (text: string) => new Date(`${text}T00:00:00Z`);
  const format = (options: Intl.DateTimeFormatOptions) => dateFormat(locale, { timeZone: "UTC", ...options });
  if (mode === "month") return format({ month: "long", year: "numeric" }).format(at(day));
  if (mode === "day") return format({ dateStyle: "full" }).format(at(day));
  const { from, until } = spanOf(mode, day);
  return dayRange(from, until, locale);
}

/** The people of an address: "teams", ids between commas, else one's own. */
export function peopleOf(text: string | null): CalendarPeople {
  if (text === "teams") return text;
  const ids = wellFormedIds(text?.split(",") ?? []).slice(0, mostPeople);
  return ids.length > 0 ? ids : "mine";
}

/** The people as an address has them; null for one's own. */
export function peopleText(people: CalendarPeople): string | null {
  if (people === "mine") return null;
  return people === "teams" ? people : people.join(",");
}

/** The query of the calendar at an address, so that its page brings the answer. */
export function calendarRequest(search: Readonly<Record<string, unknown>>, today: string) {
  const [date = null, asked = null, people = null] = [search.date, search.mode, search.people].map((value) =>
    typeof value === "string" ? value : null,
  );
  const mode = modes.find((one) => one === asked) ?? "week";
  return { ...spanOf(mode, clampedDay(date, today)), people: peopleOf(people) };
}
