import "server-only";
import type { CsvRow } from "@/lib/csv/record-reader";
import type { TenantData } from "@/server/context";
import { arrayLiteral } from "@/server/db/array-literal";
import { tenantRows } from "@/server/db/tenant-db";
import { defaultOptions, storedOptions } from "../rules";

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

interface Staged {
  fileId: string;
  importId: string;
  position: number;
  name: string;
}

/** Rows of one statement. */
const rowsAtOnce = 20_000;

/**
 * Stages the rows of a file once more, for another object in them; returns the id of the new file. Until the file is
 * ready, it is one that was interrupted.
 */
export async function stagePart(data: TenantData, { fileId, importId, position, name }: Staged): Promise<string> {
  const part = await data.db.importFile.create({
    data: { ...emptyFile, importId, name, position },
    select: { id: true },
  });
  let line: number | null = 0;
  while (line !== null) line = await copyRows(data, fileId, part.id, line);
  return part.id;
}

/** Copies the rows behind a line; returns the last line of them, null where there are none. */
async function copyRows(data: TenantData, from: string, to: string, behind: number): Promise<number | null> {
  const tenantId = data.tenant.id;
  const [copied] = await tenantRows<{ line: number | null }>(data)`
    with copied as (
      insert into import_rows (tenant_id, file_id, line, cells, issue)
      select tenant_id, ${to}::uuid, line, cells, issue from import_rows
      where tenant_id = ${tenantId}::uuid and file_id = ${from}::uuid and line > ${behind}
      order by line limit ${rowsAtOnce}
      returning line)
    select max(line)::int as line from copied`;
  return copied?.line ?? null;
}

/** The columns of a file that is still being read. */
export const emptyFile = {
  status: "reading",
  sizeBytes: 0n,
  sha256: "",
  encoding: "",
  delimiter: "",
  headerKey: "",
  columns: [],
  mapping: [],
  options: storedOptions(defaultOptions),
  choices: {},
};
