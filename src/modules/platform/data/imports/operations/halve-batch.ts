import "server-only";
import { tenantDb, tenantRows } from "@/server/db/tenant-db";
import { databaseIsUnreachable, sqlState } from "@/server/errors";
import { newId } from "@/server/new-id";

/** A statement ran into its limit of time: with fewer rows it may not. */
export const statementTookTooLong = (error: unknown): boolean => sqlState(error) === "57014";

/** A statement or the whole transaction did; one that could not even begin says nothing of its rows. */
export const tookTooLong = (error: unknown): boolean =>
  statementTookTooLong(error) ||
  ((error as { code?: unknown } | null)?.code === "P2028" && !databaseIsUnreachable(error));

interface Lines {
  phase: string;
  fromLine: number;
  toLine: number;
}

/** The last line of the first half of some lines; null where they cannot be divided. */
export const middleOf = ({ phase, fromLine, toLine }: Lines): number | null =>
  (phase === "rows" || phase === "links") && fromLine < toLine ? Math.floor((fromLine + toLine) / 2) : null;

/**
 * Divides the next batch of a run, which took too long, into two of the same number. False where it has a single line or
 * another process has it.
 */
export async function halveBatch(tenantId: string, importId: string): Promise<boolean> {
  return await tenantDb(tenantId).tx(async (db) => {
    const [next] = await tenantRows<{ id: string }>({ tenant: { id: tenantId }, db })`
      select id from import_batches
      where tenant_id = ${tenantId}::uuid and import_id = ${importId}::uuid and status = 'waiting'
      order by number, from_line limit 1 for update skip locked`;
    const batch = next && (await db.importBatch.findFirst({ where: next }));
    const middle = batch ? middleOf(batch) : null;
    if (!batch || middle === null) return false;
    const lines = { fileId: batch.fileId, line: { gte: batch.fromLine, lte: middle } };
    const rowCount = batch.rowCount === 0 ? 0 : await db.importRow.count({ where: lines });
    await db.importBatch.update({ where: { id: batch.id }, data: { toLine: middle, rowCount }, select: { id: true } });
    const second = { id: newId(), fromLine: middle + 1, rowCount: batch.rowCount - rowCount };
    await db.importBatch.create({ data: { ...batch, ...second }, select: { id: true } });
    return true;
  });
}
