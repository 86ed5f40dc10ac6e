import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { record } from "@/server/usage/record";
import { commit, reserve } from "@/server/usage/reserve";
import type { FileTotals } from "../schema";
import { importScope } from "../scope";

/** Longer than any run takes, with the time in which its workers are away. */
const heldMs = 7 * 86_400_000;

const ofImport = (importId: string) => ({ source: "import", entity: importScope.entity, recordId: importId });

/** Holds the rows that a run is to write; LIMIT_REACHED, before anything is written, if the plan has fewer left. */
export async function holdRows(ctx: Ctx, importId: string, rows: number): Promise<void> {
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
  const {
    _sum: { rowCount },
  } = await db.importBatch.aggregate({
    where: { importId, status: "done", phase: "rows" },
    _sum: { rowCount: true },
  });
  const good = totals.reduce((sum, file) => sum + file.good, 0);
  let written = Math.min(rowCount ?? 0, good);
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
