import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** Tables that hold nothing of their own: derived from records, or the machinery of one process. */
const left: ReadonlySet<string> = new Set([
  "search_documents",
  "search_words",
  "search_left_words",
  "record_keys",
  "custom_values",
  "event_deliveries",
  "file_upload_parts",
  "file_uploads",
  "file_usage",
  "idempotency_keys",
  "import_batches",
  "import_changes",
  "import_rows",
  "job_runs",
  "limit_notices",
  "record_exits",
  "record_exports",
  "stored_deletions",
  "sweeps",
  "usage_reservations",
  "workspace_exports",
]);

/** Columns that nobody may take along: they open doors. */
const secret = /(_hash|secret|token|password|^custom_(keys|shape)$)/;

export interface Table {
  name: string;
  columns: string[];
  /** The columns by which its rows are read in turn, with their types. */
  primaryKey: { name: string; type: string }[];
}

/** Every other table of a workspace, as the catalogue has it: a new one is exported without anybody's doing. */
export async function exportedTables({ tenant, db }: Ctx, but: ReadonlySet<string>): Promise<Table[]> {
  const rows = await tenantSql<{ name: string; columns: string[]; primaryKey: Table["primaryKey"] }>(
    tenant.id,
    db,
    Prisma.sql`
      select c.relname::text as name,
        (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'tenant_id') as columns,
        (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by k.place)
         from pg_index i, unnest(i.indkey) with ordinality k (num, place), pg_attribute a
         where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.num
           and a.attname <> 'tenant_id') as "primaryKey"
      from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace order by c.relname`,
  );
  return rows
    .filter(({ name }) => !left.has(name) && !but.has(name))
    .map(({ columns, ...table }) => ({ ...table, columns: columns.filter((column) => !secret.test(column)) }));
}

const rowsAtOnce = 1_000;
const quoted = (name: string) => Prisma.raw(`"${name.replaceAll('"', '""')}"`);

/** The rows of a table, some at a time, in the order of its key. Names are those of the catalogue, never of a request. */
export async function* tableRows(ctx: Ctx, { name, primaryKey }: Table): AsyncGenerator<Record<string, unknown>> {
  const { tenant, db } = ctx;
  const order = Prisma.join(primaryKey.map((key) => quoted(key.name)));
  let last: Record<string, unknown> | null = null;
  for (;;) {
    const after: Prisma.Sql =
      last === null
        ? Prisma.empty
        : Prisma.sql`and (${order}) > (${Prisma.join(
            primaryKey.map((key): Prisma.Sql => Prisma.sql`${String(last?.[key.name])}::text::${Prisma.raw(key.type)}`),
          )})`;
    const rows: { row: Record<string, unknown> }[] = await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        select to_jsonb(t) as row from ${quoted(name)} t where tenant_id = ${tenant.id}::uuid ${after}
        order by ${order} limit ${rowsAtOnce}`,
    );
    for (const { row } of rows) yield row;
    last = rows.at(-1)?.row ?? null;
    if (last === null || rows.length < rowsAtOnce) return;
  }
}
