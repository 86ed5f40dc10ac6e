import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { forgetValues, rowsWithValue } from "@/server/custom/move";
import { Prisma } from "@/server/db/generated/client";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { firstId } from "@/server/unknown-id";
import { customFieldEvents } from "../events";
import { customFieldSelect, type StoredField } from "../row";
import { undeleteDays } from "../rules";
import { storedNames } from "./list-fields";

const batchSize = 1_000;

const undeleteMs = undeleteDays * 86_400_000;
const longAgo = (now: Date) => new Date(now.getTime() - undeleteMs);
const overdue = (now: Date) => ({ deletedAt: { lt: longAgo(now) }, purgedAt: null });

/** From when the first deleted field can no longer be brought back; null without one. */
export async function overdueFrom({ db }: Ctx): Promise<Date | null> {
  const where = { deletedAt: { not: null }, purgedAt: null };
  const { _min } = await db.customField.aggregate({ where, _min: { deletedAt: true } });
  return _min.deletedAt && new Date(_min.deletedAt.getTime() + undeleteMs + 1);
}

/** Deletes the values of fields that can no longer be brought back. The rows of the fields keep their keys taken. */
export async function purgeFields(ctx: Ctx, now: Date): Promise<number> {
  const fields = await ctx.db.customField.findMany({ where: overdue(now), select: customFieldSelect });
  for (const field of fields) await purge(ctx, field, now);
  return fields.length;
}

async function purge(ctx: Ctx, field: StoredField, now: Date): Promise<void> {
  // An edit that was under way writes the values again that it read before.
  while ((await forgetAll(ctx, field)) > 0);
  await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.customField.updateMany({
      where: { id: field.id, ...overdue(now) },
      data: { purgedAt: now, initial: Prisma.DbNull, settings: {} },
    });
    if (count > 0) emit(inner, customFieldEvents.purged, { id: field.id, data: {} });
  });
}

/** Takes the values out of all records; the number of those that had one. */
async function forgetAll(ctx: Ctx, field: StoredField): Promise<number> {
  const entity = field.entity as NounEntity;
  const names = storedNames(field);
  let deleted = 0;
  for (let after = firstId; ; ) {
    const rows = await rowsWithValue(ctx, entity, { names: names.values, after, limit: batchSize });
    const last = rows.at(-1);
    if (!last) return deleted;
    const ids = rows.map(({ id }) => id);
    await inTransaction(ctx, (inner) => forgetValues(inner, entity, ids, names));
    deleted += rows.length;
    after = last.id;
  }
}
