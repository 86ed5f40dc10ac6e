import "server-only";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { notificationMailEvents } from "../events";
import { lateMs } from "../rules";

const lateOnes = (now: Date) => {
  const longAgo = new Date(now.getTime() - lateMs);
  const untried = { OR: [{ triedAt: null }, { triedAt: { lt: longAgo } }] };
  return { finishedAt: null, dueAt: { lt: longAgo }, AND: [untried] };
};

/** Whether there is mail that should have been dealt with: its job was cancelled, or has failed for good. */
export async function hasLateMail(ctx: Ctx, now: Date): Promise<boolean> {
  return (await ctx.db.notificationMail.findFirst({ where: lateOnes(now), select: { id: true } })) !== null;
}

const resumedAtOnce = 500;

/** Begins another job for mail that is late. One that comes too many finds nothing to do. */
export async function resumeLateMail(ctx: Ctx, now: Date): Promise<number> {
  return await inTransaction(ctx, async (inner) => {
    const late = await inner.db.notificationMail.findMany({
      where: lateOnes(now),
      orderBy: { id: "asc" },
      take: resumedAtOnce,
      select: { id: true },
    });
    for (const { id } of late) emit(inner, notificationMailEvents.queued, { id, data: {} });
    return late.length;
  });
}
