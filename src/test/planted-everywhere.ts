import { adminQuery } from "./db";
import { tenantTables } from "./tenant-tables";

interface Column {
  table: string;
  name: string;
  type: string;
  isOptional: boolean;
  isKey: boolean;
}

const kinds = ["text", "text[]", "jsonb"];

/** The columns of the tables of workspaces, from the catalogue. */
async function columnsOf(table: string): Promise<Column[]> {
  return await adminQuery<Column>(
    `select $1::text as table, a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as "isOptional",
       exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any(i.indkey)) as "isKey"
     from pg_attribute a where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
    [table],
  );
}

/** For each column with a check, values that pass it, as far as the check names them. */
async function checkedIn(table: string): Promise<{ name: string; column: string; said: string }[]> {
  return await adminQuery(
    `select k.conname as name, a.attname as column, pg_get_constraintdef(k.oid) as said
     from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
     where k.conrelid = $1::regclass and k.contype = 'c'`,
    [table],
  );
}

/** A value of a type that is not planted. */
function plainOf(type: string): string {
  if (type.endsWith("[]")) return "'{}'";
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "boolean") return "false";
  if (type === "date" || type.startsWith("time")) return "now()";
  if (type === "bytea") return "''";
  return /int|double|numeric|real/.test(type) ? "1" : textOf(type, "none");
}

const textOf = (type: string, text: string) => {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  if (type === "text[]") return `array[${quoted}]`;
  return type === "jsonb" ? `jsonb_build_object('said', jsonb_build_array(${quoted}))` : quoted;
};

/**
 * Plants a text in every column for texts of every table of a workspace but some tables and columns, in a row of its own, without triggers and
 * references. Columns whose checks refuse it hold a value that they name. Returns the columns with the text.
 */
export async function plantEverywhere(tenantId: string, text: string, but: readonly string[]): Promise<Set<string>> {
  const planted = new Set<string>();
  const failed: string[] = [];
  for (const table of await tenantTables(adminQuery)) {
    if (but.includes(table)) continue;
    const names = await plantIn(table, tenantId, text, but).catch((error: Error) => void failed.push(error.message));
    for (const name of names ?? []) planted.add(`${table}.${name}`);
  }
  if (failed.length > 0) throw new Error(failed.join("\n"));
  return planted;
}

async function plantIn(table: string, tenantId: string, text: string, but: readonly string[]): Promise<string[]> {
  const columns = await columnsOf(table);
  const checks = await checkedIn(table);
  const values = new Map(
    columns.map(({ name, type, isOptional, isKey }) => {
      if (name === "tenant_id") return [name, `'${tenantId}'`];
      if (kinds.includes(type) && !isKey && !but.includes(`${table}.${name}`)) return [name, textOf(type, text)];
      if (isOptional) return [name, "null"];
      return [name, plainOf(type)];
    }),
  );
  const tried = new Map<string, number>();
  for (let left = 60; left > 0; left -= 1) {
    const names = [...values.keys()];
    const error = await adminQuery(
      `with quiet as (select set_config('session_replication_role', 'replica', true))
       insert into ${table} (${names.map((name) => `"${name}"`).join(", ")}) select ${[...values.values()].join(", ")} from quiet`,
    ).then(
      () => null,
      (failed: { constraint?: string; message: string }) => failed,
    );
    if (!error) return columns.filter(({ name }) => values.get(name)?.includes(text)).map(({ name }) => name);
    const broken = checks.filter(({ name }) => name === error.constraint);
    if (broken.length === 0) throw new Error(`${table}: ${error.message}`);
    for (const { column, said, name } of broken) {
      const round = tried.get(`${name} ${column}`) ?? 0;
      tried.set(`${name} ${column}`, round + 1);
      const { isOptional, type } = columns.find((one) => one.name === column) as Column;
      const named = [...said.matchAll(/'([^']*)'::text/g)].map(([, value]) => `'${value}'`);
      const numbers = [...said.matchAll(/[<>=]+ \(?(\d+)/g)].map(([, value]) => String(Number(value)));
      const options = [
        ...(isOptional ? ["null"] : []),
        ...(type === "text" ? named : []),
        ...(/int|double/.test(type) ? numbers : []),
        ...(type === "jsonb" ? ["'[]'", "'{}'"] : []),
        ...(type === "text[]" ? ["'{}'"] : []),
        ...(type === "uuid" ? ["gen_random_uuid()"] : []),
        ...(type === "boolean" ? ["true", "false"] : []),
      ];
      const next = options[round % Math.max(1, options.length)];
      if (next !== undefined && column !== "tenant_id") values.set(column, next);
    }
  }
  throw new Error(`${table}: no row passes its checks.`);
}

/** The columns of all tables of a workspace that hold a text which a pattern finds. */
export async function columnsWith(tenantId: string, pattern: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of await tenantTables(adminQuery)) {
    const columns = (await columnsOf(table)).filter(({ type }) => kinds.includes(type));
    if (columns.length === 0) continue;
    const [row] = await adminQuery<Record<string, boolean>>(
      `select ${columns.map(({ name }) => `coalesce(bool_or("${name}"::text ~* $2), false) as "${name}"`).join(", ")}
       from ${table} where tenant_id = $1`,
      [tenantId, pattern],
    );
    for (const { name } of columns) if (row?.[name]) found.push(`${table}.${name}`);
  }
  return found;
}
