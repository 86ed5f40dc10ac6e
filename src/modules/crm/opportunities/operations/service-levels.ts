import "server-only";
import { createHash } from "node:crypto";
import { type Due, dueFrom } from "@/lib/due";
import { addWorkingMinutes, type WorkingCalendar } from "@/lib/working-time";
import { calendarOfWorkspace } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { laterOf } from "../rules";

/** Opportunities of one transaction. */
const perBatch = 500;

interface ServiceLevel {
  stageId: string;
  hours: number;
  /** A mark of the hours and the calendar by which the times of its opportunities are computed. */
  stamp: string;
}

/** The stages with a service level. */
async function levelsOf(ctx: Ctx, calendar: WorkingCalendar): Promise<ServiceLevel[]> {
  const stages = await ctx.db.stage.findMany({
    where: { serviceHours: { not: null }, archivedAt: null },
    select: { id: true, serviceHours: true },
  });
  const mark = createHash("sha256").update(JSON.stringify(calendar)).digest("base64url").slice(0, 16);
  return stages.map(({ id, serviceHours }) => ({
    stageId: id,
    hours: serviceHours ?? 0,
    stamp: `${serviceHours} ${mark}`,
  }));
}

/** Opportunities whose time was not computed, or by other hours; by ranges of the index, which knows no "is distinct from". */
function waitingSql(ctx: Ctx, { stageId, stamp }: ServiceLevel): Prisma.Sql {
  const columns = Prisma.sql`select o.id, o.touched_at as "touchedAt", o.stage_entered_at as "enteredAt" from opportunities o
    where o.tenant_id = ${ctx.tenant.id}::uuid and o.stage_id = ${stageId}::uuid and o.status = 'open' and o.archived_at is null`;
  return Prisma.sql`${columns} and o.service_stamp is null
    union all ${columns} and o.service_stamp < ${stamp}
    union all ${columns} and o.service_stamp > ${stamp}`;
}

/** Opportunities of stages that have no service level any more. */
const leftSql = (ctx: Ctx): Prisma.Sql => Prisma.sql`
  select o.id from opportunities o
  join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
  where o.tenant_id = ${ctx.tenant.id}::uuid and o.service_stamp is not null and s.service_hours is null
    and o.status = 'open' and o.archived_at is null`;

/** Whether follow-up times are to be computed now. */
export async function serviceLevelsDue(ctx: Ctx, now: Date): Promise<Due> {
  const levels = await levelsOf(ctx, await calendarOfWorkspace(ctx));
  const waiting = levels.map((level) => Prisma.sql`(select 1 from (${waitingSql(ctx, level)}) w limit 1)`);
  const any = [...waiting, Prisma.sql`(select 1 from (${leftSql(ctx)}) w limit 1)`];
  const rows = await tenantSql(ctx.tenant.id, ctx.db, Prisma.join(any, " union all "));
  return dueFrom(rows.length > 0 ? now : null, now);
}

/** Computes the follow-up times of opportunities by the service levels of their stages. Returns how many were written. */
export async function computeServiceLevels(ctx: Ctx): Promise<number> {
  const calendar = await calendarOfWorkspace(ctx);
  let written = 0;
  for (const level of await levelsOf(ctx, calendar)) {
    for (;;) {
      const count = await inTransaction(ctx, (inner) => computeBatch(inner, calendar, level));
      written += count;
      if (count < perBatch) break;
    }
  }
  return written + (await inTransaction(ctx, clearLeft));
}

interface WaitingRow {
  id: string;
  touchedAt: Date | null;
  enteredAt: Date | null;
}

async function computeBatch(ctx: Ctx, calendar: WorkingCalendar, level: ServiceLevel): Promise<number> {
  const rows = await tenantSql<WaitingRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select * from (${waitingSql(ctx, level)}) w order by w.id limit ${perBatch}`,
  );
  if (rows.length === 0) return 0;
  const times = rows.map(({ touchedAt, enteredAt }) => {
    const from = laterOf(touchedAt, enteredAt);
    return from && addWorkingMinutes(calendar, from, level.hours * 60);
  });
  // One that was touched in the meantime keeps its empty stamp, and is computed by the next batch.
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update opportunities o set service_due_at = d.due, service_stamp = ${level.stamp}
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${times.map((at) => at?.toISOString() ?? null)}::timestamptz[],
        ${rows.map(({ touchedAt }) => touchedAt?.toISOString() ?? null)}::timestamptz[]) d (id, due, touched)
      where o.tenant_id = ${ctx.tenant.id}::uuid and o.id = d.id and o.stage_id = ${level.stageId}::uuid
        and o.touched_at is not distinct from d.touched`,
  );
  return rows.length;
}

async function clearLeft(ctx: Ctx): Promise<number> {
  const rows = await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update opportunities o set service_due_at = null, service_stamp = null
      where o.tenant_id = ${ctx.tenant.id}::uuid and o.id in (${leftSql(ctx)}) returning o.id`,
  );
  return rows.length;
}
