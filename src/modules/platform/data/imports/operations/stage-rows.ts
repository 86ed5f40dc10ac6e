import "server-only";
import type { CsvRow } from "@/lib/csv/record-reader";
import type { TenantData } from "@/server/context";
import { arrayLiteral } from "@/server/db/array-literal";
import { tenantRows } from "@/server/db/tenant-db";

/**
 * Keeps a chunk of rows in one statement; each row gets as many cells as the file has columns. It does not wait for the
 * disk: the transaction that says that the file has been read comes after it, and does.
 */
export async function stageRows(
  data: TenantData,
  fileId: string,
  width: number,
  rows: readonly CsvRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const lines = arrayLiteral(rows.map((row) => row.line));
  const issues = arrayLiteral(rows.map((row) => row.issue));
  const cells = rows.map((row) =>
    arrayLiteral(Array.from({ length: Math.max(width, row.values.length) }, (_, index) => row.values[index] ?? "")),
  );
  await tenantRows(data)`
    insert into import_rows (tenant_id, file_id, line, cells, issue)
    select ${data.tenant.id}::uuid, ${fileId}::uuid, r.line, r.cells::text[], r.issue
    from unnest(${lines}::int[], ${arrayLiteral(cells)}::text[], ${issues}::text[]) as r(line, cells, issue),
         (select set_config('synchronous_commit', 'off', true)) as unhurried`;
}

/** Tells of the rows below the table of a file, which came in like others, that they are none of its rows. */
export async function markFoot(data: TenantData, fileId: string, rows: readonly CsvRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tenantRows(data)`
    update import_rows set issue = 'This is a note below the table, not a row of it.'
    where tenant_id = ${data.tenant.id}::uuid and file_id = ${fileId}::uuid
      and line = any(${rows.map(({ line }) => line)}::int[])
    returning 1 as done`;
}
