import "server-only";
import type { Interval } from "@/lib/working-time";
import type { Prisma } from "@/server/db/generated/client";
import type { CalendarFacts } from "./rules";
import type { CalendarDay } from "./schema";

export const daySelect = {
  id: true,
  from: true,
  until: true,
  intervals: true,
  label: true,
  source: true,
} satisfies Prisma.CalendarDaySelect;
type DayRow = Prisma.CalendarDayGetPayload<{ select: typeof daySelect }>;

export const headSelect = {
  id: true,
  kind: true,
  name: true,
  nameKey: true,
  parentId: true,
  zone: true,
  week: true,
  version: true,
} satisfies Prisma.CalendarSelect;
/** A calendar without its days. */
export type CalendarHead = Prisma.CalendarGetPayload<{ select: typeof headSelect }>;

export const calendarSelect = {
  ...headSelect,
  days: { orderBy: [{ from: "asc" }, { id: "asc" }], select: daySelect },
} satisfies Prisma.CalendarSelect;
export type CalendarRow = Prisma.CalendarGetPayload<{ select: typeof calendarSelect }>;

const dayText = (date: Date) => date.toISOString().slice(0, "2026-11-30".length);

export const presentDay = ({ from, until, intervals, ...row }: DayRow): CalendarDay => ({
  ...row,
  from: dayText(from),
  until: dayText(until),
  intervals: intervals as unknown as Interval[],
});

/** The part of a calendar that the rules read. */
export const factsOf = ({ id, parentId, zone, week, days }: CalendarRow): CalendarFacts => ({
  id,
  parentId,
  zone,
  week: week as Interval[][] | null,
  days: days.map(presentDay),
});
