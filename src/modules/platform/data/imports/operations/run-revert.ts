import "server-only";
import type { z } from "zod";
import { maxBatchRows, type revertCallInput } from "@/lib/import-rows";
import { catalog } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { asBatch } from "@/server/import-lock";
import { importEvents } from "../events";
import { workOn } from "./import-work";
import { letGo, stepDone } from "./lease";

type Records = z.output<typeof revertCallInput>["records"];

/**
 * Takes back the next records of an import, as many of one object as a batch has, in one transaction: what others point to
 * comes last. False when there was nothing to do, or another process is at it.
 */
export async function revertSome(tenantId: string, importId: string): Promise<boolean> {
  const work = await workOn(tenantId, importId, "reverting");
  if (!work) return false;
  return await inTransaction(work.ctx, async (ctx) => {
    const [mine] = await tenantRows<{ id: string }>(
      ctx,
    )`select id from imports where tenant_id = ${ctx.tenant.id}::uuid and id = ${importId}::uuid
                 and status = 'reverting' for update skip locked`;
    if (!mine) return false;
    await asBatch(ctx);
    const done = await revertNext(ctx, importId);
    if (done === 0) await finish(ctx, importId);
    else
      await tenantRows(ctx)`update imports set ${stepDone(done)}
        where tenant_id = ${ctx.tenant.id}::uuid and id = ${importId}::uuid returning 1 as done`;
    return true;
  });
}

/** Takes back the next records in the running transaction, and notes the outcome of each; how many there were. */
export async function revertNext(ctx: Ctx, importId: string): Promise<number> {
  for (const { entity, revert, restoresFirst = false } of catalog().reverts) {
    const records = await nextRecords(ctx, importId, entity, restoresFirst);
    if (records.length === 0) continue;
    await keepOutcome(ctx, importId, entity, await revert(ctx, { importId, entity, records }));
    return records.length;
  }
  return 0;
}

/** Newest first: what was written last may point to what was written before. */
async function nextRecords(ctx: Ctx, importId: string, entity: string, restoresFirst: boolean): Promise<Records> {
  const order = restoresFirst ? Prisma.sql`action desc, record_id desc` : Prisma.sql`record_id desc`;
  return await tenantRows<Records[number]>(ctx)`
    select record_id as id, action, version, before from import_records
    where tenant_id = ${ctx.tenant.id}::uuid and import_id = ${importId}::uuid and entity = ${entity}
      and reverted is null
    order by ${order} limit ${maxBatchRows}`;
}

async function keepOutcome(
  ctx: Ctx,
  importId: string,
  entity: string,
  outcome: readonly { id: string; outcome: string; reason: string | null }[],
): Promise<void> {
  await tenantRows(ctx)`
    update import_records r set reverted = o.outcome, reason = o.reason
    from unnest(${outcome.map((one) => one.id)}::uuid[], ${outcome.map((one) => one.outcome)}::text[],
                ${outcome.map((one) => one.reason)}::text[]) as o(id, outcome, reason)
    where r.tenant_id = ${ctx.tenant.id}::uuid and r.import_id = ${importId}::uuid and r.entity = ${entity}
      and r.record_id = o.id returning 1 as done`;
}

async function finish(ctx: Ctx, importId: string): Promise<void> {
  const data = await revertCounts(ctx, importId);
  await ctx.db.import.update({
    where: { id: importId },
    data: { ...letGo, status: "reverted", revertedAt: new Date() },
    select: { id: true },
  });
  emit(ctx, importEvents.reverted, { id: importId, data });
}

/** The records that a revert deleted, restored and kept so far. */
export async function revertCounts(ctx: Ctx, importId: string) {
  const counts = await ctx.db.importRecord.groupBy({
    by: ["reverted"],
    where: { importId },
    _count: { recordId: true },
  });
  const of = (outcome: string) => counts.find((one) => one.reverted === outcome)?._count.recordId ?? 0;
  return { deleted: of("deleted"), restored: of("restored"), kept: of("kept") };
}
