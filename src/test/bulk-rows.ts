import { adminQuery } from "./db";

interface Column {
  name: string;
  type: string;
  /** Part of a key that no two rows share. */
  unique: boolean;
  nullable: boolean;
  /** The table of this workspace that it points to. */
  to: string | null;
}

/**
 * Creates `count` rows of a table from one of a workspace, as far as its keys allow: references are spread over
 * existing rows, unique values are new, moments are a minute and days a day apart.
 */
export async function multiply(table: string, tenantId: string, count: number): Promise<void> {
  const [there] = await adminQuery<{ count: number }>(
    `select count(*)::int as count from ${table} where tenant_id = $1`,
    [tenantId],
  );
  if ((there?.count ?? 0) >= count) return;
  const columns = await columnsOf(table);
  // Several statements at once take no parameters.
  const own = `tenant_id = '${tenantId}'`;
  // Events carry their time in their id.
  const newUuid = table === "events" ? "uuidv7()" : "gen_random_uuid()";
  const values = columns.map((column) => expressionOf(column, own, newUuid));
  // References are to rows that exist: checking each of them takes longer than writing the rows.
  await adminQuery(
    `set local session_replication_role = replica;
     insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(", ")})
     select ${values.join(", ")} from (select * from ${table} where ${own} order by ctid desc limit 1) r, generate_series(1, ${count}) i
     on conflict do nothing`,
  );
}

function expressionOf({ name, type, unique, nullable, to }: Column, ofWorkspace: string, newUuid: string): string {
  const own = `r."${name}"`;
  if (name === "tenant_id") return own;
  if (to) {
    // Some hundred own all; a prime number, so that pairs of two such columns differ.
    const most = to === "members" ? 397 : 5_000;
    const some = `(array(select id from ${to} where ${ofWorkspace} limit ${most}))`;
    return `case when ${own} is not null then ${some}[1 + i % array_length(${some}, 1)] end`;
  }
  if (type.startsWith("timestamp")) return `${own} - i * interval '1 minute'`;
  if (type === "date") return `${own} - i % 100`;
  // Folded names, keys and ranks differ from row to row; anything else of a text is one of few.
  if (!unique) return type === "text" && (name.endsWith("key") || name === "rank") ? `${own} || ' ' || i` : own;
  // A column that points out of the workspace, or a key of another kind.
  if (nullable && type === "uuid") return "null";
  if (type === "uuid") return newUuid;
  return type === "text" ? `${own} || ' ' || i` : `${own} + i`;
}

async function columnsOf(table: string): Promise<Column[]> {
  return await adminQuery<Column & Record<string, unknown>>(
    `select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
       exists (
         select from pg_index x where x.indrelid = a.attrelid and x.indisunique and a.attnum = any(x.indkey)
         and (a.atttypid <> 'text'::regtype or not exists (
           select from pg_attribute b where b.attrelid = a.attrelid and b.attnum = any(x.indkey)
             and b.atttypid = 'uuid'::regtype and b.attname <> 'tenant_id'))
       ) as unique,
       (select c.confrelid::regclass::text from pg_constraint c
        where c.conrelid = a.attrelid and c.contype = 'f' and a.attnum = any(c.conkey) and array_length(c.conkey, 1) = 2
        limit 1) as "to"
     from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     order by a.attnum`,
    [table],
  );
}
