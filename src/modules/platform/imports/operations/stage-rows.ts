import "server-only";
import type { CsvRow } from "@/lib/csv/record-reader";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** The text form of a `text[]` value; the server parses it faster than JSON. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
}

/** Keeps a chunk of rows in one statement; each row gets as many cells as the file has columns. */
export async function stageRows(ctx: Ctx, fileId: string, width: number, rows: readonly CsvRow[]): Promise<void> {
  if (rows.length === 0) return;
  const lines = rows.map((row) => row.line);
  const issues = rows.map((row) => row.issue);
  const cells = rows.map((row) =>
    arrayLiteral(Array.from({ length: Math.max(width, row.values.length) }, (_, index) => row.values[index] ?? "")),
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      insert into import_rows (tenant_id, file_id, line, cells, issue)
      select ${ctx.tenant.id}::uuid, ${fileId}::uuid, r.line, r.cells::text[], r.issue
      from unnest(${lines}::int[], ${cells}::text[], ${issues}::text[]) as r(line, cells, issue)`,
  );
}
