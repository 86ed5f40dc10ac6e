import "server-only";
import { groupBy } from "@/lib/group-by";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { importScope } from "@/server/import-scope";
import { record } from "@/server/usage/record";
import { commit, reserve } from "@/server/usage/reserve";
import type { FileTotals } from "../schema";

/** Longer than any run takes, with the time in which its workers are away. */
const heldMs = 7 * 86_400_000;

const ofImport = (importId: string) => ({ source: "import", entity: importScope.entity, recordId: importId });

/** Rows by file. */
type RowsOf = ReadonlyMap<string, number>;

/** Each row of a file counts once, however many objects it holds: those are files of the same place. */
async function rowsOnce(ctx: Ctx, importId: string, rowsOf: RowsOf): Promise<number> {
  const files = await ctx.db.importFile.findMany({ where: { importId }, select: { id: true, position: true } });
  const places = groupBy(files, ({ position }) => position);
  return [...places.values()].reduce((sum, of) => sum + Math.max(...of.map(({ id }) => rowsOf.get(id) ?? 0)), 0);
}

/** Holds the rows that a run is to write; LIMIT_REACHED, before anything is written, if the plan has fewer left. */
export async function holdRows(ctx: Ctx, importId: string, rowsOf: RowsOf): Promise<void> {
  const rows = await rowsOnce(ctx, importId, rowsOf);
  if (rows === 0) return;
  const apiKeyId = ctx.actor.type === "apiKey" ? ctx.actor.keyId : null;
  const by = { memberId: memberOf(ctx.actor), apiKeyId };
  await reserve(ctx, { ...ofImport(importId), ...by, meter: "importedRows", quantity: rows, heldMs });
}

/** Counts the rows that a run has written when it ends, however it ends, and gives the rest back. */
export async function countRowsWritten(ctx: Ctx, importId: string, totals: readonly FileTotals[]): Promise<void> {
  const { db } = ctx;
  const reservations = await db.usageReservation.findMany({
    where: { entity: importScope.entity, recordId: importId },
    select: { id: true, quantity: true, committed: true, state: true, memberId: true },
  });
  const done = await db.importBatch.groupBy({
    by: ["fileId"],
    where: { importId, status: "done", phase: "rows" },
    _sum: { rowCount: true },
  });
  const good = new Map(totals.map((file) => [file.fileId, file.good]));
  const rowsOf = new Map(done.map(({ fileId, _sum }) => [fileId, Math.min(_sum.rowCount ?? 0, good.get(fileId) ?? 0)]));
  let written = await rowsOnce(ctx, importId, rowsOf);
  for (const { committed } of reservations) written -= committed ?? 0;
  for (const { id, quantity, state, memberId } of reservations) {
    if (state === "committed" || state === "released") continue;
    const used = Math.max(0, Math.min(written, quantity));
    try {
      await commit(ctx, id, used);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "LIMIT_REACHED")) throw error;
      // It expired in the meantime, and others took the room. The rows are there, so they count.
      const key = `import ${importId} ${id}`;
      const use = {
        ...ofImport(importId),
        memberId,
        meter: "importedRows",
        quantity: used,
        key,
        at: new Date(),
      } as const;
      await record(ctx, [use]);
    }
    written -= used;
  }
}
