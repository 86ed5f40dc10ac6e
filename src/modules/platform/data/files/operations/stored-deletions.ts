import "server-only";
import { addMinutes } from "date-fns";
import type { Ctx } from "@/server/context";
import { abortStored, deleteStored } from "@/server/storage";

/** Objects of one step of the job. */
const atOnce = 100;
const longestWaitMinutes = 360;

/** Notes objects that are to be deleted from an instant on. */
export async function deleteLater({ db }: Ctx, keys: readonly string[], dueAt: Date): Promise<void> {
  await db.storedDeletion.createMany({ data: keys.map((key) => ({ key, dueAt })) });
}

/**
 * Deletes at the end of a check the object that storage has put together, if the upload is gone: its content was invalid,
 * or its record went meanwhile. A deletion that is noted need not wait for the lease; without one, the job came too early.
 */
export async function deleteChecked(
  ctx: Ctx,
  { id, storageKey: key }: { id: string; storageKey: string },
): Promise<void> {
  if ((await ctx.db.fileUpload.count({ where: { id } })) > 0) return;
  const now = new Date();
  const { count } = await ctx.db.storedDeletion.updateMany({
    where: { key, dueAt: { gt: now } },
    data: { dueAt: now },
  });
  if (count > 0) await deleteDue(ctx, [key]);
  else await deleteStored(key);
}

/** From when an object is to be deleted; null for none. */
export async function deletionsFrom({ db }: Ctx): Promise<Date | null> {
  return (await db.storedDeletion.aggregate({ _min: { dueAt: true } }))._min.dueAt;
}

/**
 * Deletes objects that are due, of these keys alone if there are any; returns how many. Where storage refuses one, it is tried again
 * later and later, with the reason, and the call throws when it has tried all.
 */
export async function deleteDue(ctx: Ctx, keys?: readonly string[]): Promise<number> {
  const { db } = ctx;
  const rows = await db.storedDeletion.findMany({
    where: { dueAt: { lte: new Date() }, ...(keys ? { key: { in: [...keys] } } : {}) },
    orderBy: { dueAt: "asc" },
    take: atOnce,
    select: { id: true, key: true, storageId: true, attempts: true },
  });
  let failure: unknown;
  for (const { id, key, storageId, attempts } of rows) {
    try {
      if (storageId !== null) await abortStored(key, storageId);
      await deleteStored(key);
      await db.storedDeletion.deleteMany({ where: { id } });
    } catch (error) {
      failure = error;
      const dueAt = addMinutes(new Date(), Math.min(2 ** attempts, longestWaitMinutes));
      const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
      await db.storedDeletion.updateMany({ where: { id }, data: { attempts: { increment: 1 }, reason, dueAt } });
    }
  }
  // A caller that has saved a file does not fail for what the job deletes later.
  if (failure !== undefined && !keys) throw failure;
  return rows.length;
}
