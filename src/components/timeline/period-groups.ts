import { dateFormat } from "@/lib/intl";
import { isWholeDay, shownZone } from "@/lib/relative-time-text";

/** How headings are written: the member's language and time zone, and the current time. */
interface HeadingContext {
  locale: string;
  timeZone: string;
  /** That of the workspace: its midnight stands for a day without a known time. */
  workspaceZone?: string | undefined;
  now: Date;
  /** 0 is Sunday, 1 Monday. */
  weekStart?: 0 | 1;
}

const dayMs = 86_400_000;
const planned = "Planned";

/** The calendar day of an instant in a time zone, as midnight UTC, so that days can be counted. */
function dayOf(instant: Date, timeZone: string): Date {
  const parts = dateFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return new Date(`${parts.format(instant)}T00:00:00Z`);
}

/** The heading above an entry of that time: "Today", "This week", "Earlier in November", "October"; "Planned" for later days. */
export function periodHeading(instant: Date, context: HeadingContext): string {
  const today = dayOf(context.now, context.timeZone);
  const day = dayOf(instant, shownZone(instant, context.timeZone, context.workspaceZone));
  const ahead = Math.round((day.getTime() - today.getTime()) / dayMs);
  if (ahead > 0) return planned;
  if (ahead === 0) return "Today";
  const intoWeek = (today.getUTCDay() - (context.weekStart ?? 1) + 7) % 7;
  if (-ahead <= intoWeek) return "This week";
  const sameYear = day.getUTCFullYear() === today.getUTCFullYear();
  const month = dateFormat(context.locale, {
    timeZone: "UTC",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(day);
  return sameYear && day.getUTCMonth() === today.getUTCMonth() ? `Earlier in ${month}` : month;
}

/** A line of a timeline: a heading, or an entry below one. */
export type TimelineItem<E> = { kind: "heading"; id: string; label: string } | { kind: "entry"; id: string; entry: E };

/** The entries in their order, with a heading above those of each period; pinned ones are planned, whatever their time. */
export function timelineItems<E extends { id: string; at: Date; isPinned?: boolean }>(
  entries: readonly E[],
  context: HeadingContext,
): TimelineItem<E>[] {
  const items: TimelineItem<E>[] = [];
  const seen = new Map<string, number>();
  let last: string | null = null;
  for (const entry of entries) {
    const label = entry.isPinned ? planned : periodHeading(entry.at, context);
    if (label !== last) {
      const nth = (seen.get(label) ?? 0) + 1;
      seen.set(label, nth);
      items.push({ kind: "heading", id: `${label} ${nth}`, label });
      last = label;
    }
    items.push({ kind: "entry", id: entry.id, entry });
  }
  return items;
}

/** The text on the right of an entry: the time if it was today, otherwise the day, with its year if it is another one. */
export function entryTime(instant: Date, { locale, timeZone, workspaceZone, now }: HeadingContext): string {
  const zone = shownZone(instant, timeZone, workspaceZone);
  const day = dayOf(instant, zone);
  const today = dayOf(now, timeZone);
  if (day.getTime() === today.getTime() && !isWholeDay(instant, zone)) {
    return dateFormat(locale, { timeZone, timeStyle: "short" }).format(instant);
  }
  const year = day.getUTCFullYear() === today.getUTCFullYear() ? {} : { year: "numeric" as const };
  return dateFormat(locale, { timeZone: "UTC", month: "short", day: "numeric", ...year }).format(day);
}
