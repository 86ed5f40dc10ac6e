import "server-only";
import type { CalendarException, Interval, WorkingCalendar } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { type CalendarFacts, resolvedCalendar } from "../rules";

interface Row {
  id: string;
  parentId: string | null;
  kind: string;
  zone: string | null;
  week: Interval[][] | null;
  days: (CalendarException & { source: string })[];
  memberIds: string[];
}

/** The calendars of the workspace, and those that these members chose, with their days: one statement. */
const calendarRows = (ctx: Ctx, memberIds: readonly string[]) =>
  tenantSql<Row>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with chosen as (
        select m.calendar_id, array_agg(m.id) as ids from members m
        where m.tenant_id = ${ctx.tenant.id}::uuid and m.id = any(${[...new Set(memberIds)]}::uuid[])
          and m.calendar_id is not null
        group by m.calendar_id
      )
      select c.id, c.parent_id as "parentId", c.kind, c.zone, c.week, coalesce(h.ids, '{}') as "memberIds",
        coalesce((
          select jsonb_agg(jsonb_build_object(
            'from', d.from_day, 'until', d.until_day, 'intervals', d.intervals, 'source', d.source)
            order by d.from_day, d.id)
          from calendar_days d where d.tenant_id = ${ctx.tenant.id}::uuid and d.calendar_id = c.id
        ), '[]') as days
      from calendars c left join chosen h on h.calendar_id = c.id
      where c.tenant_id = ${ctx.tenant.id}::uuid and (c.kind <> 'own' or h.calendar_id is not null)`,
  );

/** When these members work, in one statement; those who chose nothing work as the workspace does. */
export async function calendarsOf(
  ctx: Ctx,
  memberIds: readonly string[],
): Promise<(memberId: string) => WorkingCalendar> {
  const rows = await calendarRows(ctx, memberIds);
  const known = new Map<string, CalendarFacts>(rows.map((row) => [row.id, row]));
  const workspace = rows.find(({ kind }) => kind === "workspace")?.id ?? null;
  const chosen = new Map(rows.flatMap(({ id, memberIds }) => memberIds.map((memberId) => [memberId, id] as const)));
  const resolved = new Map<string | null, WorkingCalendar>();
  return (memberId) => {
    const id = chosen.get(memberId) ?? workspace;
    const calendar = resolved.get(id) ?? resolvedCalendar(known, id, ctx.tenant.timeZone);
    resolved.set(id, calendar);
    return calendar;
  };
}

/** When the workspace works: the hours of everybody who has no others. */
export const calendarOfWorkspace = async (ctx: Ctx): Promise<WorkingCalendar> => (await calendarsOf(ctx, []))("");

/** When each active member of the workspace works, in two statements. */
export async function workingCalendars(ctx: Ctx): Promise<{ memberId: string; calendar: WorkingCalendar }[]> {
  const members = await ctx.db.member.findMany({ where: { status: "active" }, select: { id: true } });
  const ids = members.map(({ id }) => id);
  const calendarOf = await calendarsOf(ctx, ids);
  return ids.map((memberId) => ({ memberId, calendar: calendarOf(memberId) }));
}
