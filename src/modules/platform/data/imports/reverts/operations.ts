import "server-only";
import { deletedSince } from "@/lib/import-rows";
import { platform } from "@/modules/platform/module";
import { catalog } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { asBatch } from "@/server/import-lock";
import { rehearse } from "@/server/rehearse";
import { importOf, requireRevertible } from "../operations/import-state";
import { pageOf } from "../operations/list-problems";
import { readsImport } from "../operations/operation-heads";
import { revertCounts, revertNext } from "../operations/run-revert";
import { importIdInput } from "../schema";
import { type KeptRecord, keptPage, listKeptInput, type Reasons, revertPreview } from "./schema";

/** Records that a revert skipped. */
async function skippedRecords(ctx: Ctx, take: number, where: Prisma.ImportRecordWhereInput): Promise<KeptRecord[]> {
  const rows = await ctx.db.importRecord.findMany({
    where: { ...where, reverted: "kept" },
    orderBy: { recordId: "asc" },
    take,
    select: { entity: true, recordId: true, label: true, reason: true },
  });
  const labels = new Map(catalog().reverts.map((one) => [one.entity, one.label.one]));
  return rows.map((row) => ({
    entity: row.entity,
    recordId: row.recordId,
    label: row.label ?? labels.get(row.entity) ?? row.entity,
    path: row.reason === deletedSince ? null : pageOf(row.entity, row.recordId),
    reason: row.reason ?? "",
  }));
}

/** How many records a revert skipped for each reason, the most frequent first. */
async function skipReasons(ctx: Ctx, importId: string): Promise<Reasons> {
  const where = { importId, reverted: "kept" };
  const counts = await ctx.db.importRecord.groupBy({ by: ["reason"], where, _count: { recordId: true } });
  const reasons = counts.map(({ reason, _count }) => ({ reason: reason ?? "", records: _count.recordId }));
  return reasons.toSorted((a, b) => b.records - a.records || a.reason.localeCompare(b.reason));
}

const pageRows = 100;

export const listKeptRecords = platform.operation({
  ...readsImport,
  input: listKeptInput,
  output: keptPage,
  rest: { method: "GET", path: "/imports/{id}/kept" },
  describe: "Records that a revert did not change, with the reason.",
  async run(ctx, { id, after }) {
    const rows = await skippedRecords(ctx, pageRows + 1, {
      importId: id,
      ...(after ? { recordId: { gt: after } } : {}),
    });
    const reasons = await skipReasons(ctx, id);
    return {
      rows: rows.slice(0, pageRows),
      total: reasons.reduce((sum, { records }) => sum + records, 0),
      reasons,
      next: rows.length > pageRows ? (rows[pageRows - 1]?.recordId ?? null) : null,
    };
  },
});

const maxMs = 5 * 60_000;
/** Of each reason. */
const firstOnes = 5;

export const previewRevert = platform.operation({
  ...readsImport,
  conflicts: true,
  input: importIdInput,
  output: revertPreview,
  rest: { method: "GET", path: "/imports/{id}/revert" },
  describe:
    "Previews a revert: how many records it would delete, restore and keep, the reasons, and the first of the kept ones. CONFLICT if the import cannot be reverted.",
  async run(ctx, { id }) {
    requireRevertible(await importOf(ctx, id));
    // Reverts as the run would, and takes all of it back.
    return await rehearse({ ...ctx, batchId: id }, maxMs, async (inside) => {
      await asBatch(inside);
      while ((await revertNext(inside, id)) > 0) inside.emitted.length = 0;
      const reasons = await skipReasons(inside, id);
      const rows: KeptRecord[] = [];
      for (const { reason } of reasons)
        rows.push(...(await skippedRecords(inside, firstOnes, { importId: id, reason })));
      return { ...(await revertCounts(inside, id)), reasons, rows };
    });
  },
});
