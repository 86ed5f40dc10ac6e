import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "./generated/client.ts";
import { tenantSql } from "./tenant-db.ts";

// A schema does not change while a process runs.
const known = new Map<string, ReadonlySet<string>>();

/** The columns of a table that a unique index begins with, behind the tenant, from the database's own catalogue. */
export async function uniqueColumns(ctx: Ctx, table: string): Promise<ReadonlySet<string>> {
  const found = known.get(table);
  if (found) return found;
  const rows = await tenantSql<{ name: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select a.attname as name from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[1]
      where i.indrelid = ${table}::regclass and i.indisunique`,
  );
  const columns = new Set(rows.map(({ name }) => name));
  known.set(table, columns);
  return columns;
}
