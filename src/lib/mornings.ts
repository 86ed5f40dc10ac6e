import { intervalsOf, isWorkingInstant, localDay, type WorkingCalendar } from "./working-time";

/** Members who work at the same hours of a day are told together: a slot is a day with its hours. */
export const slotOf = (calendar: WorkingCalendar, day: string): string => {
  const hours = intervalsOf(calendar, day).map(({ from, until }) => `${from}-${until}`);
  return `${day} ${calendar.zone} ${hours.join(",")}`;
};

/** The working days that have begun somewhere, by slot: one for members who have it in common. */
export function daysBegun(calendars: readonly WorkingCalendar[], now: Date): Map<string, string> {
  const begun = calendars.filter((calendar) => isWorkingInstant(calendar, now));
  return new Map(
    begun.map((calendar) => [slotOf(calendar, localDay(now, calendar.zone)), localDay(now, calendar.zone)]),
  );
}
