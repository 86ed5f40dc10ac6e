import "server-only";
import { type Due, earliest, slotOf } from "@/lib/due";
import { localDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { activityEvents } from "../events";
import { isOver } from "../rules";
import { isStillNews, nextReminder, remindedTime } from "./rules";
import { zonesOf } from "./scope";

/** Activities of one transaction. */
const perBatch = 200;
/** Reminders whose run failed are requested again after so long. */
const againMs = 15 * 60_000;

const instant = (at: Date) => Prisma.sql`${at.toISOString()}::timestamptz`;
const waiting = ({ tenant }: Ctx) =>
  Prisma.sql`tenant_id = ${tenant.id}::uuid and remind_at is not null and archived_at is null`;

/** Whether reminders are due now, and the instant of the next one. */
export async function activityRemindersDue(ctx: Ctx, now: Date): Promise<Due> {
  const [found] = await tenantSql<{ first: Date | null; next: Date | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select (select min(remind_at) from activities where ${waiting(ctx)}) as first,
        (select min(remind_at) from activities where ${waiting(ctx)} and remind_at > ${instant(now)}) as next`,
  );
  const { first = null, next = null } = found ?? {};
  if (first === null || first > now) return { slots: [], next: first };
  // By the second: another reminder of the same minute may become due after this one was requested.
  return { slots: [slotOf(now, "second")], next: earliest([next, new Date(now.getTime() + againMs)]) };
}

/**
 * Sends the reminders that are due: of several of one activity that were missed, one. Returns how many activities were
 * reminded of.
 */
export async function remindOfDueActivities(ctx: Ctx, now: Date): Promise<number> {
  let sent = 0;
  for (;;) {
    const batch = await inTransaction(ctx, (inner) => remindBatch(inner, now));
    sent += batch.sent;
    if (batch.read < perBatch) return sent;
  }
}

interface WaitingRow {
  id: string;
  status: string;
  startsAt: Date | null;
  dueOn: Date | null;
  reminders: string[] | null;
  ownerId: string | null;
  participants: string[] | null;
  remindAt: Date;
  remindedAt: Date | null;
}

async function remindBatch(ctx: Ctx, now: Date): Promise<{ read: number; sent: number }> {
  // An edit that commits first is read here; one that commits later finds what was sent in `reminded_at`.
  const rows = await tenantSql<WaitingRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id, status, starts_at as "startsAt", due_on as "dueOn", reminders, owner_id as "ownerId", participants,
        remind_at as "remindAt", reminded_at as "remindedAt"
      from activities where ${waiting(ctx)} and remind_at <= ${instant(now)}
      order by remind_at, id limit ${perBatch} for update`,
  );
  if (rows.length === 0) return { read: 0, sent: 0 };
  const zoneOf = await zonesOf(
    ctx,
    rows.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const all = rows.map((row) => ({
    ...row,
    isSent: isWanted(row, zoneOf(row.ownerId), now),
    next: nextReminder(row, zoneOf(row.ownerId), now),
  }));
  await tenantSql(ctx.tenant.id, ctx.db, claimSql(ctx, all));
  const sent = all.filter(({ isSent }) => isSent);
  for (const { id, ownerId, participants, startsAt, dueOn } of sent) {
    const memberIds = [...new Set([...(ownerId === null ? [] : [ownerId]), ...(participants ?? [])])];
    const at = startsAt?.toISOString() ?? (dueOn ? localDay(dueOn, "UTC") : "");
    if (memberIds.length > 0) emit(ctx, activityEvents.reminded, { id, data: { memberIds, at } });
  }
  return { read: rows.length, sent: sent.length };
}

function isWanted(row: WaitingRow, zone: string, now: Date): boolean {
  const isSent = row.remindedAt !== null && row.remindAt <= row.remindedAt;
  return !isSent && !isOver(row.status) && isStillNews(remindedTime(row, zone), now);
}

/** Notes what is sent, and which reminder is the next. */
function claimSql({ tenant }: Ctx, all: readonly (WaitingRow & { isSent: boolean; next: Date | null })[]): Prisma.Sql {
  const [ids, nexts] = [all.map(({ id }) => id), all.map(({ next }) => next?.toISOString() ?? null)];
  const sentAt = all.map(({ isSent, remindAt }) => (isSent ? remindAt.toISOString() : null));
  return Prisma.sql`
    update activities a set remind_at = n.next, reminded_at = coalesce(n.sent, a.reminded_at)
    from unnest(${ids}::uuid[], ${nexts}::timestamptz[], ${sentAt}::timestamptz[]) n (id, next, sent)
    where a.tenant_id = ${tenant.id}::uuid and a.id = n.id
    returning a.id`;
}
