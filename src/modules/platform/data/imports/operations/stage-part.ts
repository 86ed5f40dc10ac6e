import "server-only";
import type { TenantData } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { emptyFile } from "./empty-file";

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
