import "server-only";
import { counted, nouns as counting } from "@/lib/counted";
import { nounEntities } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { nounEvents } from "@/lib/nouns/events";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { manyOf } from "./many.ts";
import { recordsOf, type Stored } from "./records.ts";
import { kindsUnder } from "./under.ts";

/** The most records that are archived with another one in its transaction. */
const most = 200;

/** The kinds of records that belong to records of this one: of accounts, contacts and opportunities. */
export const kindsUnderOf = (entity: string) => kindsUnder(entity, nounEntities);

/** Archives what belongs to a record, with the event of the record itself as one act; what the actor may not edit stays. */
export async function archiveUnder(ctx: Ctx, { entity, head }: Noun, id: string): Promise<void> {
  const found: { kind: string; row: Stored }[] = [];
  for (const { entity: kind, key } of kindsUnderOf(entity)) {
    const where = { [key]: id, archivedAt: null };
    const rows = await recordsOf(ctx, kind).findMany({ where, take: most + 1, select: { id: true, version: true } });
    found.push(...rows.map((row) => ({ kind, row })));
  }
  if (found.length > most) {
    const what = `More than ${counted(most, counting.record, ctx.tenant.locale)} belong to this ${head.one}.`;
    throw new AppError("CONFLICT", `${what} Archive them from their lists first.`);
  }
  for (const { kind, row } of found) await unlessRefused(manyOf(kind).archive(ctx, row));
}

/** Restores what was archived with these records by the same acts, and is archived since. */
export async function restoreUnder(ctx: Ctx, { entity, events }: Noun, ids: readonly string[]): Promise<void> {
  const kinds = kindsUnderOf(entity);
  if (kinds.length === 0) return;
  const last = await ctx.db.event.findMany({
    where: { entity, entityId: { in: [...ids] }, name: events.archived.name },
    orderBy: { id: "desc" },
    distinct: ["entityId"],
    select: { entityId: true, batchId: true },
  });
  const batches = new Map(last.flatMap(({ entityId, batchId }) => (batchId === null ? [] : [[entityId, batchId]])));
  if (batches.size === 0) return;
  for (const { entity: kind, key } of kinds) {
    const archived = await ctx.db.event.findMany({
      where: { batchId: { in: [...new Set(batches.values())] }, name: nounEvents(kind).archived.name },
      select: { entityId: true, batchId: true },
    });
    const acts = new Set(archived.map(({ entityId, batchId }) => `${entityId} ${batchId}`));
    const where = { id: { in: archived.map(({ entityId }) => entityId) }, [key]: { in: [...batches.keys()] } };
    const rows = await recordsOf(ctx, kind).findMany({
      where: { ...where, archivedAt: { not: null } },
      select: { id: true, version: true, [key]: true },
    });
    const together = rows.filter((row) => acts.has(`${row.id} ${batches.get(String(row[key]))}`));
    for (const { id, version } of together) await unlessRefused(manyOf(kind).restore(ctx, { id, version }));
  }
}

async function unlessRefused(act: Promise<unknown>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}
