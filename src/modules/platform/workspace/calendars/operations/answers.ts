import "server-only";
import { type Interval, nextWorkingInstant } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { type CalendarRow, calendarSelect, factsOf, presentDay } from "../row";
import { maxCalendars, resolvedCalendar } from "../rules";
import type { Calendar } from "../schema";

const loadAll = (ctx: Ctx) =>
  ctx.db.calendar.findMany({
    where: { kind: { not: "own" } },
    orderBy: [{ kind: "desc" }, { nameKey: "asc" }, { id: "asc" }],
    take: maxCalendars + 1,
    select: calendarSelect,
  });

function worksBy(ctx: Ctx, rows: readonly CalendarRow[]) {
  const known = new Map(rows.map((row) => [row.id, factsOf(row)]));
  return (id: string) => resolvedCalendar(known, id, ctx.tenant.timeZone);
}

/** The calendars of the workspace as screens and clients get them: that of everybody first. */
export async function calendarAnswers(ctx: Ctx): Promise<Calendar[]> {
  const rows = await loadAll(ctx);
  const works = worksBy(ctx, rows);
  return rows.map(({ nameKey: _nameKey, days, week, kind, ...row }) => {
    const { zone, week: worked } = works(row.id);
    return {
      ...row,
      kind: kind as Calendar["kind"],
      week: week as Interval[][] | null,
      works: { zone, week: worked.map((intervals) => [...intervals]) },
      days: days.map(presentDay),
    };
  });
}

/** One of them. */
export async function calendarAnswer(ctx: Ctx, id: string): Promise<Calendar> {
  const found = (await calendarAnswers(ctx)).find((one) => one.id === id);
  if (!found) throw notFound("calendar");
  return found;
}

/** The row of a calendar of the workspace; NOT_FOUND for the own hours of a member. */
export async function calendarRow(ctx: Ctx, id: string): Promise<CalendarRow> {
  const row = await ctx.db.calendar.findFirst({ where: { id, kind: { not: "own" } }, select: calendarSelect });
  if (!row) throw notFound("calendar");
  return row;
}

/** Refuses a change after which no work is left in a calendar: nothing could be planned by it. */
export async function requireWork(ctx: Ctx, field: string): Promise<void> {
  const rows = await loadAll(ctx);
  const works = worksBy(ctx, rows);
  const idle = rows.find(({ id }) => nextWorkingInstant(works(id), new Date()) === null);
  if (idle) throw invalid(field, `By "${idle.name}" nobody would work in the next seven years. Leave a working day.`);
}
