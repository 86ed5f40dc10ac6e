import { isWholeDay } from "@/components/ui/relative-time-text";

/** The heading of a group of entries: today, this week, the rest of the month, then months. */
interface Days {
  locale: string;
  timeZone: string;
  now: Date;
  /** 0 is Sunday, 1 Monday. */
  weekStart?: 0 | 1;
}

const dayMs = 86_400_000;

/** The calendar day of a moment in a zone, as a UTC date, so that days can be counted. */
function dayOf(moment: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return new Date(`${parts.format(moment)}T00:00:00Z`);
}

/** The heading for an entry of that moment. */
export function dayGroup(moment: Date, days: Days): string {
  const today = dayOf(days.now, days.timeZone);
  const day = dayOf(moment, days.timeZone);
  const ahead = Math.round((day.getTime() - today.getTime()) / dayMs);
  if (ahead > 0) return "Planned";
  if (ahead === 0) return "Today";
  const intoWeek = (today.getUTCDay() - (days.weekStart ?? 1) + 7) % 7;
  if (-ahead <= intoWeek) return "This week";
  const sameYear = day.getUTCFullYear() === today.getUTCFullYear();
  const month = new Intl.DateTimeFormat(days.locale, {
    timeZone: "UTC",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(day);
  return sameYear && day.getUTCMonth() === today.getUTCMonth() ? `Earlier in ${month}` : month;
}

/** Groups of entries under one heading, in their original order. */
export function groupByDay<E extends { at: Date }>(
  entries: readonly E[],
  days: Days,
): { label: string; entries: E[] }[] {
  const groups: { label: string; entries: E[] }[] = [];
  for (const entry of entries) {
    const label = dayGroup(entry.at, days);
    const last = groups.at(-1);
    if (last?.label === label) last.entries.push(entry);
    else groups.push({ label, entries: [entry] });
  }
  return groups;
}

/** The text on the right of an entry: the time today, the day before that, with its year if it differs. */
export function entryTime(moment: Date, { locale, timeZone, now }: Days): string {
  const day = dayOf(moment, timeZone);
  const today = dayOf(now, timeZone);
  if (day.getTime() === today.getTime() && !isWholeDay(moment, timeZone)) {
    return new Intl.DateTimeFormat(locale, { timeZone, timeStyle: "short" }).format(moment);
  }
  const year = day.getUTCFullYear() === today.getUTCFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "short", day: "numeric", ...year }).format(day);
}
