import { dayText } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { nounOf } from "@/lib/nouns/all";
import type { AgendaActs } from "@/lib/nouns/noun-head";
import { timeRange } from "@/lib/time-range";
import { clockOf, dayLater, localDay, momentOfClock, momentOfDay, weekdayOf } from "@/lib/working-time";

export const agendaScopes = ["mine", "teams"] as const;
export type AgendaScope = (typeof agendaScopes)[number];

/** The request for the counts of a scope: the same as that of the rail for the member alone. */
export const countsRequest = (scope: AgendaScope) => (scope === "mine" ? {} : { scope });

/** The parts of the page, in its order. */
export const agendaSections = ["overdue", "today", "next7", "done"] as const;
export type AgendaSection = (typeof agendaSections)[number];

export const sectionTitles: Record<AgendaSection, string> = {
  overdue: "Overdue",
  today: "Today",
  next7: "Next 7 days",
  done: "Done today",
};

/** The days of a section: those from the first one on, null for all before `until`; `until` is the day after the last. */
export function daysOf(section: AgendaSection, today: string): { from: string | null; until: string } {
  const tomorrow = dayLater(today, 1);
  if (section === "overdue") return { from: null, until: today };
  return section === "next7" ? { from: tomorrow, until: dayLater(tomorrow, 7) } : { from: today, until: tomorrow };
}

/** The times of an item: a start, else a day at no set time. */
type GivenTime = string | null | undefined;
export interface ItemTimes {
  startsAt: string | null;
  day: string | null;
  doneAt: string | null;
}

/** The section in which an item stands on a day; null for one that is further ahead, or was done before. */
export function sectionOf({ startsAt, day, doneAt }: ItemTimes, today: string, zone: string): AgendaSection | null {
  if (doneAt !== null) return localDay(new Date(doneAt), zone) === today ? "done" : null;
  const due = startsAt === null ? day : localDay(new Date(startsAt), zone);
  const isIn = (section: AgendaSection) => {
    const { from, until } = daysOf(section, today);
    return due !== null && due < until && (from === null || due >= from);
  };
  return agendaSections.find((section) => section !== "done" && isIn(section)) ?? null;
}

/** Where times are shown, and the day there. */
export interface Place {
  today: string;
  locale: string;
  timeZone: string;
}

/** When an item is due: "3:00 PM" or a range today, "Thu, 10:00 AM", "Yesterday"; when it was done. */
export function itemWhen(
  { startsAt, endsAt, day, doneAt }: ItemTimes & { endsAt: string | null },
  { today, locale, timeZone }: Place,
): string {
  if (doneAt !== null) return timeText(doneAt, locale, timeZone);
  if (startsAt === null) return day === null || day === today ? "" : dayText(day, today, locale);
  const on = localDay(new Date(startsAt), timeZone);
  const time = timeText(startsAt, locale, timeZone);
  if (on < today) return dayText(on, today, locale);
  if (on > today) return `${dayText(on, today, locale)}, ${time}`;
  const isRange = endsAt !== null && endsAt > startsAt && localDay(new Date(endsAt), timeZone) === today;
  return isRange ? timeRange(new Date(startsAt), new Date(endsAt), { locale, timeZone }) : time;
}

/** With plain spaces, which are the same on the server and in browsers. */
const timeText = (at: string, locale: string, timeZone: string): string =>
  dateFormat(locale, { timeZone, timeStyle: "short" }).format(new Date(at)).replace(/\s/g, " ");

/** A new time of an item: a start, or a day at no set time. */
export type NewTime = { startsAt: string } | { day: string };

const quarter = 15 * 60_000;
const laterMs = 3 * 60 * 60_000;

/** The minute of the day that clocks show at an instant. */
function minuteIn(instant: Date, zone: string): number {
  const [hours = 0, minutes = 0] = clockOf(instant, zone).slice("YYYY-MM-DD ".length).split(":").map(Number);
  return hours * 60 + minutes;
}

/** The same local time on another day; an item at no set time has none there either. */
function onDay(day: string, startsAt: string | null, zone: string): NewTime {
  if (startsAt === null) return { day };
  return { startsAt: momentOfClock(day, minuteIn(new Date(startsAt), zone), zone).toISOString() };
}

/**
 * When an item can be snoozed to with one key, each later than it is now: later today where a time is left, tomorrow, and
 * on Monday; one that is not due yet by a day or a week.
 */
export function snoozeChoices(
  { startsAt, day }: Pick<ItemTimes, "startsAt" | "day">,
  now: Date,
  zone: string,
): { label: string; to: NewTime }[] {
  const today = localDay(now, zone);
  const dueOn = startsAt === null ? day : localDay(new Date(startsAt), zone);
  const inDays = (from: string, label: string, days: number) => ({
    label,
    to: onDay(dayLater(from, days), startsAt, zone),
  });
  if (dueOn !== null && dueOn > today) return [inDays(dueOn, "A day later", 1), inDays(dueOn, "A week later", 7)];
  const later = laterToday(startsAt, now, zone);
  const toMonday = 8 - weekdayOf(today);
  return [
    ...(later ? [{ label: "Later today", to: { startsAt: later } }] : []),
    inDays(today, "Tomorrow", 1),
    // On Sunday, Monday is tomorrow.
    toMonday > 1 ? inDays(today, "Next week", toMonday) : inDays(today, "In a week", 7),
  ];
}

/** Three hours from now, or after the start of an item that is still to come; null where the day ends before. */
function laterToday(startsAt: string | null, now: Date, zone: string): string | null {
  if (startsAt === null) return null;
  const from = Math.max(now.getTime(), new Date(startsAt).getTime());
  const later = new Date(Math.ceil((from + laterMs) / quarter) * quarter);
  return localDay(later, zone) === localDay(now, zone) ? later.toISOString() : null;
}

/** The days to which an item can be rescheduled with one key. */
export function rescheduleChoices(
  { startsAt }: Pick<ItemTimes, "startsAt">,
  now: Date,
  zone: string,
): { label: string; to: NewTime }[] {
  const today = localDay(now, zone);
  const days = [
    { label: "Today", day: today },
    { label: "Tomorrow", day: dayLater(today, 1) },
    { label: "In a week", day: dayLater(today, 7) },
  ];
  return days.map(({ label, day }) => ({ label, to: onDay(day, startsAt, zone) }));
}

/** Why an item cannot be snoozed to a time; null if it can. */
export function snoozeRefusal(to: NewTime, now: Date, zone: string): string | null {
  const isPast = "day" in to ? to.day < localDay(now, zone) : new Date(to.startsAt) <= now;
  return isPast ? "This time is in the past. Choose a later one, or reschedule instead." : null;
}

/** The instant at which a day begins in a zone. */
export const startOf = (day: string, zone: string): Date => momentOfDay(day, 0, zone);

/** How the items of a source are moved and completed; undefined where its noun does not say. */
export const actsOf = ({ entity, source }: { entity: string; source: string }): AgendaActs | undefined =>
  nounOf(entity)?.agenda?.[source];

/** A new time as an item has it: a start without a day, or a day without a start. */
export const itemTimes = (to: NewTime): Pick<ItemTimes, "startsAt" | "day"> =>
  "day" in to ? { startsAt: null, day: to.day } : { startsAt: to.startsAt, day: null };

/** The fields of a record that hold the times of an item; those that are undefined stay as they are. */
export function storedTimes(acts: AgendaActs, { startsAt, day }: { startsAt?: GivenTime; day?: GivenTime }) {
  return {
    ...(startsAt === undefined || !acts.startsAt ? {} : { [acts.startsAt]: startsAt }),
    ...(day === undefined ? {} : { [acts.day]: day }),
  };
}
