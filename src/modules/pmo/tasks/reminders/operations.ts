import "server-only";
import type { Due } from "@/lib/due";
import { dayLater } from "@/lib/working-time";
import { morningOf, morningsDue } from "@/modules/platform/workspace/calendars/operations/mornings";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { taskEvents } from "../events";
import { inOpenProject } from "../row";

/** No reminder for tasks that were due longer ago: an import of old ones would send hundreds. */
const newsDays = 7;
/** Reminders of one transaction. */
const perBatch = 500;
/** Older reminders are deleted, long after their tasks are news. */
const retentionDays = 30;

/** Reminders are due when a member's working day begins, where a task is due. */
export const taskRemindersDue = (ctx: Ctx, now: Date): Promise<Due> =>
  morningsDue(ctx, now, async ({ day, lastDay }) => {
    const sql = Prisma.sql`select 1 as found from (${dueSql(ctx, dayLater(day, -newsDays), lastDay)}) d limit 1`;
    return (await tenantSql(ctx.tenant.id, ctx.db, sql)).length > 0;
  });

/** The open tasks of these due days with the members whose they are. */
const dueSql = ({ tenant }: Ctx, from: string, until: string): Prisma.Sql => Prisma.sql`
  select t.id, t.project_id, t.due_on::text as day, m.id as member_id from tasks t
  cross join lateral (
    select t.owner_id as id where t.owner_id is not null
    union
    select o.id::uuid from jsonb_array_elements_text(coalesce(t.others, '[]')) o (id)
  ) m
  where t.tenant_id = ${tenant.id}::uuid and t.completed_at is null and t.archived_at is null
    and t.due_on between ${from}::date and ${until}::date and ${inOpenProject}`;

interface Reminder {
  id: string;
  projectId: string;
  day: string;
  memberIds: string[];
}

/**
 * Reminds the members of a slot of their tasks that are due, once for each due day of a task. Notifications check whether a
 * member may see it. Returns the number of tasks.
 */
export async function remindOfDueTasks(ctx: Ctx, sweepId: string): Promise<number> {
  const morning = await morningOf(ctx, sweepId);
  if (!morning) return 0;
  // All reminders of one sweep are one group in each inbox.
  const batchId = newId();
  for (let sent = 0; ; ) {
    const found = await inTransaction({ ...ctx, batchId }, async (inner) => {
      const reminders = await noteReminders(inner, morning);
      for (const { id, projectId, ...data } of reminders)
        emit(inner, taskEvents.due, { id, parents: [{ entity: "project", id: projectId }], data });
      return reminders;
    });
    sent += found.length;
    if (found.length === 0) return sent;
  }
}

async function noteReminders(ctx: Ctx, { day, memberIds }: { day: string; memberIds: string[] }): Promise<Reminder[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  return await tenantSql<Reminder>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with due as (${dueSql(ctx, dayLater(day, -newsDays), day)}), forgotten as (
        delete from record_reminders where tenant_id = ${tenant} and (record_id, member_id, kind, occasion) in (
          select r.record_id, r.member_id, r.kind, r.occasion from record_reminders r
          where r.tenant_id = ${tenant} and r.entity = 'task' and r.at < now() - ${retentionDays} * interval '1 day'
          limit ${perBatch})
      ), noted as (
        insert into record_reminders (tenant_id, entity, record_id, member_id, kind, occasion)
        select ${tenant}, 'task', d.id, d.member_id, 'due', d.day from due d
        where d.member_id = any(${memberIds}::uuid[]) and not exists (
          select from record_reminders r
          where r.tenant_id = ${tenant} and r.record_id = d.id and r.member_id = d.member_id and r.kind = 'due'
            and r.occasion = d.day)
        order by d.id, d.member_id limit ${perBatch}
        on conflict do nothing
        returning record_id, member_id, occasion
      )
      select n.record_id as id, t.project_id as "projectId", n.occasion as day, array_agg(n.member_id) as "memberIds"
      from noted n join tasks t on t.tenant_id = ${tenant} and t.id = n.record_id
      group by n.record_id, t.project_id, n.occasion order by n.record_id`,
  );
}
