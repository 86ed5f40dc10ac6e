import "server-only";
import type { Due } from "@/lib/due";
import { groupBy } from "@/lib/group-by";
import { nouns } from "@/lib/nouns/all";
import { dayLater } from "@/lib/working-time";
import { morningOf, morningsDue } from "@/modules/platform/workspace/calendars/operations/mornings";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { contactEvents } from "../../contacts/events";
import { opportunityEvents } from "../events";
import { parentsOf } from "../row";

/**
 * No reminder for opportunities that began to rot longer ago: an import of old ones, or a stricter limit, would send
 * hundreds.
 */
const newsDays = 7;
/** Days before a close date on which its members are reminded. */
const daysAhead = 7;
/** Older reminders are deleted, except that for the present stay: no other one could be sent again. */
const retentionDays = 30;

/** Reminders are due when a member's day begins, where an opportunity rots, closes soon or has a next step due. */
export const remindersDue = (ctx: Ctx, now: Date): Promise<Due> =>
  morningsDue(ctx, now, (days) => hasReminders(ctx, { ...days, now }));

interface Reminder {
  entity: "opportunity" | "contact";
  id: string;
  kind: "rotting" | "closing" | "stepDue";
  occasion: string;
  accountId: string | null;
  memberIds: string[];
}

/**
 * Reminds the members of a slot of their opportunities that rot or close soon, and of written next steps of theirs, once
 * for each stay and each day. Notifications check whether a member may see the record. Returns the number of records.
 */
export async function remind(ctx: Ctx, sweepId: string, now: Date): Promise<number> {
  const morning = await morningOf(ctx, sweepId);
  if (!morning) return 0;
  const { day, memberIds } = morning;
  // All reminders of one sweep are one group in each inbox.
  return await inTransaction({ ...ctx, batchId: newId() }, async (inner) => {
    const notified = await noteReminders(inner, { memberIds, day, now });
    const { rotting = [], closing = [], stepDue = [] } = Object.fromEntries(groupBy(notified, ({ kind }) => kind));
    // The parents let notifications find the followers of the account, and those who muted it.
    for (const { id, accountId, memberIds } of rotting)
      emit(inner, opportunityEvents.rotting, { id, parents: parentsOf({ accountId }), data: { memberIds } });
    for (const { id, accountId, memberIds, occasion: closeDate } of closing)
      emit(inner, opportunityEvents.closing, { id, parents: parentsOf({ accountId }), data: { memberIds, closeDate } });
    for (const { entity, id, accountId, memberIds, occasion: day } of stepDue)
      emit(inner, stepEvents[entity], { id, parents: parentsOf({ accountId }), data: { memberIds, day } });
    return notified.length;
  });
}

const stepEvents = { opportunity: opportunityEvents.stepDue, contact: contactEvents.stepDue };

const stay = Prisma.sql`o.stage_id || ' ' || coalesce(extract(epoch from o.stage_entered_at)::text, '')`;

/**
 * The opportunities that rot or close soon, and the records with a written next step that is due, as a query. The limit of
 * a stage is that of `rotLevel`.
 */
function dueOnes(
  tenantId: string,
  { day, lastDay = day, now }: { day: string; lastDay?: string; now: Date },
): Prisma.Sql {
  const span = { from: dayLater(day, -newsDays), until: lastDay };
  const open = Prisma.sql`o.tenant_id = ${tenantId}::uuid and o.status = 'open' and o.archived_at is null`;
  return Prisma.sql`
    select 'opportunity' as entity, o.id, o.owner_id, o.account_id, 'rotting' as kind, ${stay} as occasion
    from (
      select id, ${now.toISOString()}::timestamptz - (rot_days + 1) * interval '24 hours' as latest from stages
      where tenant_id = ${tenantId}::uuid and rot_days is not null
    ) s
    join opportunities o on ${open} and o.stage_id = s.id
      and o.touched_at > s.latest - ${newsDays} * interval '24 hours' and o.touched_at <= s.latest
    union all
    select 'opportunity', o.id, o.owner_id, o.account_id, 'closing', o.expected_close_date::text
    from opportunities o
    where ${open} and o.expected_close_date between ${day}::date and ${dayLater(lastDay, daysAhead)}::date
    union all
    ${stepsSql("opportunity", open, span)}
    union all
    ${stepsSql("contact", Prisma.sql`o.tenant_id = ${tenantId}::uuid and o.archived_at is null`, span)}`;
}

/** The written next steps of a kind of record whose day is one of these. */
function stepsSql(entity: Reminder["entity"], open: Prisma.Sql, { from, until }: { from: string; until: string }) {
  return Prisma.sql`
    select ${entity}, o.id, coalesce(o.next_step_owner_id, o.owner_id), null, 'stepDue', o.next_step_on::text
    from ${Prisma.raw(nouns[entity].table)} o
    where ${open} and o.next_step is not null and o.next_step_on between ${from}::date and ${until}::date`;
}

async function hasReminders({ tenant, db }: Ctx, of: { day: string; lastDay: string; now: Date }): Promise<boolean> {
  const rows = await tenantSql(
    tenant.id,
    db,
    Prisma.sql`select 1 as found from (${dueOnes(tenant.id, of)}) due limit 1`,
  );
  return rows.length > 0;
}

/** One statement, whatever the number of opportunities and members. */
async function noteReminders(ctx: Ctx, of: { memberIds: string[]; day: string; now: Date }): Promise<Reminder[]> {
  const tenantId = Prisma.sql`${ctx.tenant.id}::uuid`;
  const now = Prisma.sql`${of.now.toISOString()}::timestamptz`;
  return await tenantSql<Reminder>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with due as (${dueOnes(ctx.tenant.id, of)}),
      hearer as (
        select entity, id, kind, occasion, owner_id as member_id from due
        union
        select d.entity, d.id, d.kind, d.occasion, f.member_id from due d
        join record_follows f on f.tenant_id = ${tenantId} and f.entity = 'opportunity' and f.record_id = d.id
          and f.state = 'following' and d.kind <> 'stepDue'
        union
        select d.entity, d.id, d.kind, d.occasion, f.member_id from due d
        join record_follows f on f.tenant_id = ${tenantId} and f.entity = 'account' and f.record_id = d.account_id
          and f.state = 'following'
      ),
      forgotten as (
        delete from record_reminders r
        where r.tenant_id = ${tenantId} and r.at < ${now} - ${retentionDays} * interval '24 hours' and not exists (
          select from opportunities o
          where o.tenant_id = ${tenantId} and o.id = r.record_id and ${stay} = r.occasion)
      ),
      noted as (
        insert into record_reminders (tenant_id, entity, record_id, member_id, kind, occasion, at)
        select ${tenantId}, entity, id, member_id, kind, occasion, ${now} from hearer
        where member_id = any(${of.memberIds}::uuid[])
        order by id, member_id, kind, occasion
        on conflict do nothing
        returning entity, record_id, member_id, kind, occasion
      )
      select n.entity, n.record_id as id, n.kind, n.occasion, o.account_id as "accountId", array_agg(n.member_id) as "memberIds"
      from noted n
      left join opportunities o on n.entity = 'opportunity' and o.tenant_id = ${tenantId} and o.id = n.record_id
      group by n.entity, n.record_id, n.kind, n.occasion, o.account_id order by n.kind, n.record_id`,
  );
}
