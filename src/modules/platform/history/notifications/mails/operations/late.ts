import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { notificationMailEvents } from "../events";
import { lateMs } from "../rules";
import { notificationMailScope } from "../scope";

const lateOnes = (now: Date) => {
  const longAgo = new Date(now.getTime() - lateMs);
  const untried = { OR: [{ triedAt: null }, { triedAt: { lt: longAgo } }] };
  return { finishedAt: null, dueAt: { lt: longAgo }, AND: [untried] };
};

/** From when the first unfinished e-mail is late, unless its job finishes it before; null without one. */
export async function lateFrom({ tenant, db }: Ctx): Promise<Date | null> {
  const [row] = await tenantSql<{ at: Date | null }>(
    tenant.id,
    db,
    Prisma.sql`
      select min(greatest(due_at, coalesce(tried_at, due_at))) as at from notification_mails
      where tenant_id = ${tenant.id}::uuid and finished_at is null`,
  );
  return row?.at ? new Date(row.at.getTime() + lateMs) : null;
}

const resumedAtOnce = 500;
/**
 * So many jobs that failed for good say that it is the e-mail: each would fail, and be followed by another, for ever.
 */
const maxFailedJobs = 3;

/**
 * Begins another job for e-mail that is late; a superfluous job finds nothing to do. E-mail at which several jobs
 * failed counts as failed, and admins may have it retried.
 */
export async function resumeLateMail(ctx: Ctx, now: Date): Promise<number> {
  return await inTransaction(ctx, async (inner) => {
    const late = await inner.db.notificationMail.findMany({
      where: lateOnes(now),
      orderBy: { id: "asc" },
      take: resumedAtOnce,
      select: { id: true },
    });
    const ids = late.map(({ id }) => id);
    const givenUp = await giveUp(inner, await oftenFailed(inner, ids), now);
    for (const id of ids) if (!givenUp.has(id)) emit(inner, notificationMailEvents.queued, { id, data: {} });
    return ids.length;
  });
}

async function oftenFailed(ctx: Ctx, ids: string[]): Promise<string[]> {
  const failed = await ctx.db.jobRun.groupBy({
    by: ["entityId"],
    where: { entity: notificationMailScope.entity, entityId: { in: ids }, status: "failed" },
    _count: { _all: true },
  });
  return failed.flatMap(({ entityId, _count }) => (_count._all < maxFailedJobs ? [] : [entityId]));
}

/** Only e-mails that no mail server has; the job of an e-mail in progress takes care of it. */
async function giveUp(ctx: Ctx, ids: string[], now: Date): Promise<Set<string>> {
  const reason = "Something went wrong on our side at each attempt to send it.";
  const rows = await ctx.db.notificationMail.updateManyAndReturn({
    where: { id: { in: ids }, status: "waiting" },
    data: { status: "failed", reason, finishedAt: now, openKey: null },
    select: { id: true },
  });
  for (const { id } of rows) emit(ctx, notificationMailEvents.failed, { id, data: { reason } });
  return new Set(rows.map(({ id }) => id));
}
