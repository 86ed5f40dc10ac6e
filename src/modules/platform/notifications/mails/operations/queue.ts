import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { notificationMailEvents } from "../events";
import { burstMs } from "../rules";
import { heldUntil, hoursOf } from "./hours";

/** One notification that a member is to get by mail. */
export interface ToMail {
  memberId: string;
  urgent: boolean;
  /** Why this member gets no mail at all; then the log says so, and nothing waits. */
  away: string | null;
  type: string;
  entity: string;
  recordId: string;
  eventId: string;
  actorId: string | null;
  groupKey: string;
  at: Date;
}

/**
 * Puts notifications on their way by mail, in the running transaction: into the mail of their member that is still
 * open, or into a new one, which begins a job. What was put on its way before is left alone.
 */
export async function queueMails(ctx: Ctx, wanted: readonly ToMail[]): Promise<void> {
  const fresh = await notQueued(ctx, wanted);
  for (const theirs of groupBy(fresh, ({ memberId, urgent, away }) => `${memberId} ${urgent} ${away}`).values()) {
    const [first] = theirs;
    if (!first) continue;
    const mail = first.away === null ? await openMail(ctx, first) : await skippedMail(ctx, first, first.away);
    await ctx.db.notificationMailItem.createMany({
      data: theirs.map(({ urgent: _urgent, away: _away, ...item }) => ({ ...item, mailId: mail.id })),
      skipDuplicates: true,
    });
    if (mail.needsJob) emit(ctx, notificationMailEvents.queued, { id: mail.id, data: {} });
  }
}

async function notQueued(ctx: Ctx, wanted: readonly ToMail[]): Promise<ToMail[]> {
  if (wanted.length === 0) return [];
  const known = await ctx.db.notificationMailItem.findMany({
    where: { eventId: { in: [...new Set(wanted.map(({ eventId }) => eventId))] } },
    select: { memberId: true, eventId: true, type: true },
  });
  const keyOf = (one: { memberId: string; eventId: string; type: string }) =>
    `${one.memberId} ${one.eventId} ${one.type}`;
  const keys = new Set(known.map(keyOf));
  return wanted.filter((one) => !keys.has(keyOf(one)));
}

interface Opened {
  id: string;
  /** Whether nobody waits yet to send it. */
  needsJob: boolean;
}

/** The mail that this member's notifications of this kind join now; its row stays locked until the transaction ends. */
async function openMail(ctx: Ctx, { memberId, urgent }: ToMail): Promise<Opened> {
  const now = new Date();
  const dueAt = urgent ? now : heldUntil(await hoursOf(ctx, memberId), new Date(now.getTime() + burstMs));
  const [row] = await tenantSql<{ id: string; fresh: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      insert into notification_mails (id, tenant_id, member_id, open_key, urgent, due_at)
      values (${newId()}::uuid, ${ctx.tenant.id}::uuid, ${memberId}::uuid, ${urgent ? "urgent" : "digest"}, ${urgent},
              ${dueAt.toISOString()}::timestamptz)
      on conflict (tenant_id, member_id, open_key) do update set open_key = excluded.open_key
      returning id, xmax = 0 as fresh`,
  );
  if (!row) throw new Error("A mail was opened and is not there.");
  return { id: row.id, needsJob: row.fresh };
}

async function skippedMail(ctx: Ctx, { memberId, urgent }: ToMail, reason: string): Promise<Opened> {
  const now = new Date();
  const { id } = await ctx.db.notificationMail.create({
    data: { memberId, urgent, status: "skipped", reason, dueAt: now, finishedAt: now },
    select: { id: true },
  });
  emit(ctx, notificationMailEvents.skipped, { id, data: { reason } });
  return { id, needsJob: false };
}
