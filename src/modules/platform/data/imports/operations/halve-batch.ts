import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantDb, tenantSql } from "@/server/db/tenant-db";
import { databaseIsUnreachable, sqlState } from "@/server/errors";
import { newId } from "@/server/new-id";
import type { Slice } from "./read-slice";

/** A statement ran into its limit of time: with fewer rows it may not. */
export const statementTookTooLong = (error: unknown): boolean => sqlState(error) === "57014";

/** A statement or the whole transaction did; one that could not even begin says nothing of its rows. */
export const tookTooLong = (error: unknown): boolean =>
  statementTookTooLong(error) ||
  ((error as { code?: unknown } | null)?.code === "P2028" && !databaseIsUnreachable(error));

/** The last line of the first half of some lines; null where they cannot be divided. */
export const middleOf = ({ phase, fromLine, toLine }: Slice): number | null =>
  (phase === "rows" || phase === "links") && fromLine < toLine ? Math.floor((fromLine + toLine) / 2) : null;

/**
 * Divides the next batch of a run, which took too long, into two of the same number. False where it has a single line or
 * another process has it.
 */
export async function halveBatch(tenantId: string, importId: string): Promise<boolean> {
  return await tenantDb(tenantId).tx(async (db) => {
    const [batch] = await tenantSql<Slice & { id: string }>(
      tenantId,
      db,
      Prisma.sql`
        select id, phase, from_line as "fromLine", to_line as "toLine" from import_batches
        where tenant_id = ${tenantId}::uuid and import_id = ${importId}::uuid and status = 'waiting'
        order by number, from_line limit 1 for update skip locked`,
    );
    const middle = batch ? middleOf(batch) : null;
    if (!batch || middle === null) return false;
    const halves = await tenantSql<{ rows: number }>(
      tenantId,
      db,
      Prisma.sql`
        with whole as (
          select * from import_batches where tenant_id = ${tenantId}::uuid and id = ${batch.id}::uuid
        ), first as (
          select case when w.row_count = 0 then 0 else count(r.line) end::int as rows
          from whole w left join import_rows r
            on r.tenant_id = w.tenant_id and r.file_id = w.file_id and r.line between w.from_line and ${middle}::int
          group by w.row_count
        ), second as (
          insert into import_batches (id, tenant_id, import_id, file_id, number, phase, from_line, to_line, row_count, status)
          select ${newId()}::uuid, w.tenant_id, w.import_id, w.file_id, w.number, w.phase, ${middle + 1}::int, w.to_line,
                 w.row_count - first.rows, w.status
          from whole w, first
        )
        update import_batches b set to_line = ${middle}::int, row_count = first.rows
        from first where b.tenant_id = ${tenantId}::uuid and b.id = ${batch.id}::uuid returning b.row_count as rows`,
    );
    return halves.length > 0;
  });
}
