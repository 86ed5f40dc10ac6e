import "server-only";
import type { Ctx } from "@/server/context";

/** From when the first upload has expired; null for none. */
export async function uploadsFrom({ db }: Ctx): Promise<Date | null> {
  return (await db.fileUpload.aggregate({ _min: { expiresAt: true } }))._min.expiresAt;
}

/** Ends uploads that nobody completed, and forgets those that were; a job deletes what storage has of them. */
export async function endExpired({ db }: Ctx, now: Date): Promise<number> {
  const where = { expiresAt: { lte: now }, OR: [{ leasedUntil: null }, { leasedUntil: { lte: now } }] };
  return (await db.fileUpload.deleteMany({ where })).count;
}
