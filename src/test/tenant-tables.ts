import type { QueryResultRow } from "pg";

export type Query = <Row extends QueryResultRow>(sql: string, params?: unknown[]) => Promise<Row[]>;

/** Tables with a tenant column, read from the catalogue. */
export async function tenantTables(query: Query): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and not a.attisdropped order by 1`,
  );
  return rows.map((row) => row.name);
}
