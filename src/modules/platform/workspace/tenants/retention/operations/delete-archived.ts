import "server-only";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { type DeletableNoun, deletableNouns } from "@/server/nouns/many";
import { recordsOf } from "@/server/nouns/records";
import { archivedBefore } from "../rules";
import { archiveDaysOf } from "./retention";

/** Records of one step; each is deleted in a transaction of its own. */
const atOnce = 100;

/** Whether archived records are past their days. */
export async function isAnyExpired(ctx: Ctx, now: Date): Promise<boolean> {
  const days = await archiveDaysOf(ctx);
  if (days === null) return false;
  for (const { runtime } of deletableNouns()) {
    const found = await recordsOf(ctx, runtime.noun.entity).findFirst({
      where: { archivedAt: { lt: archivedBefore(now, days) } },
      select: { id: true, version: true },
    });
    if (found) return true;
  }
  return false;
}

/**
 * Deletes records of one kind that are past their days, after the one with this id; returns the last id that it looked at,
 * null when none is left. Records that something needs stay, and so does one that somebody restores meanwhile.
 */
export async function deleteSome(ctx: Ctx, noun: DeletableNoun, after: string, now: Date): Promise<string | null> {
  const days = await archiveDaysOf(ctx);
  if (days === null) return null;
  const rows = await recordsOf(ctx, noun.runtime.noun.entity).findMany({
    where: { archivedAt: { lt: archivedBefore(now, days) }, id: { gt: after } },
    orderBy: { id: "asc" },
    take: atOnce,
    select: { id: true, version: true },
  });
  for (const { id, version } of rows)
    await noun.delete(ctx, { id, version }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
  return rows.length < atOnce ? null : (rows.at(-1)?.id ?? null);
}
