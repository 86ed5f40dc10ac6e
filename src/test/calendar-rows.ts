import type { tenantDb } from "@/server/db/tenant-db";

type Db = ReturnType<typeof tenantDb>["db"];

/** A calendar with a day off, in the rows of a full workspace. */
export async function makeCalendar(db: Db, name: string): Promise<{ calendar: string; calendarDay: string }> {
  const select = { id: true };
  const data = { name, nameKey: name, kind: "shared", zone: "Europe/Berlin" };
  const calendar = (await db.calendar.create({ data, select })).id;
  const day = new Date("2030-12-25");
  const days = { calendarId: calendar, from: day, until: day, intervals: [], label: name };
  return { calendar, calendarDay: (await db.calendarDay.create({ data: days, select })).id };
}
