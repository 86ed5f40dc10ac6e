import "server-only";
import type { Ctx } from "../context.ts";
import { arrayLiteral, type Element } from "./array-literal.ts";
import { foreignKeysTo, isReferencedBy } from "./foreign-keys.ts";
import { Prisma } from "./generated/client.ts";
import { tenantSql } from "./tenant-db.ts";

type SqlType = "uuid" | "text" | "int" | "bigint" | "float8" | "boolean" | "date" | "timestamptz" | "numeric" | "jsonb";
/** `jsonText` is a `jsonb` whose values are JSON already. */
type ColumnType = SqlType | "jsonText";

/** One stored column of a set: its name and type in the database, and its value from a row. */
export interface SetColumn<Row> {
  column: string;
  type: ColumnType;
  value(row: Row): unknown;
}

function stored(type: ColumnType, value: unknown): Element {
  if (value === null || value === undefined) return null;
  if (type === "jsonb") return JSON.stringify(value);
  return value instanceof Date ? value.toISOString() : (value as Element);
}

// Each form of a statement is prepared and planned: a few rows are not worth another form.
const worthAForm = 100;

/**
 * Rows as a set `r` with these columns, for the `from` of a statement. In large sets, a column with the same value in
 * all rows (the import's id, an empty address) is sent once.
 */
export function rowsAsSet<Row>(columns: readonly SetColumn<Row>[], rows: readonly Row[]): Prisma.Sql {
  const sets = columns.map(({ column, type, value }, place) => {
    const values = rows.map((row) => stored(type, value(row)));
    const sqlType: SqlType = type === "jsonText" ? "jsonb" : type;
    const [first = null] = values;
    // The first column determines the number of rows.
    const alike = place > 0 && rows.length >= worthAForm && values.every((one) => one === first);
    return { name: Prisma.raw(`"${column}"`), type: Prisma.raw(sqlType), values, alike };
  });
  const differing = sets.filter(({ alike }) => !alike);
  const selected = sets.map(({ name, type, values: [first = null], alike }) =>
    alike ? Prisma.sql`${first === null ? null : String(first)}::${type} as ${name}` : Prisma.sql`u.${name}`,
  );
  const arrays = differing.map(({ values, type }) => Prisma.sql`${arrayLiteral(values)}::${type}[]`);
  return Prisma.sql`
    (select ${Prisma.join(selected)}
     from unnest(${Prisma.join(arrays)}) as u(${Prisma.join(differing.map(({ name }) => name))})) as r`;
}

const names = <Row>(columns: readonly SetColumn<Row>[], prefix = "") =>
  Prisma.join(columns.map(({ column }) => Prisma.raw(`${prefix}"${column}"`)));

/**
 * Inserts rows of the tenant in one statement, however many they are. Table and columns are names from code;
 * `onConflict` is the clause for existing rows, which otherwise make it fail.
 */
export async function insertSet<Row>(
  ctx: Ctx,
  table: string,
  columns: readonly SetColumn<Row>[],
  rows: readonly Row[],
  onConflict: Prisma.Sql = Prisma.empty,
): Promise<void> {
  if (rows.length === 0) return;
  await tenantSql(ctx.tenant.id, ctx.db, insertOf(ctx, table, columns, rows, onConflict));
}

/** The statement of `insertSet`, for callers that prepare it while another statement runs. */
export function insertOf<Row>(
  ctx: Ctx,
  table: string,
  columns: readonly SetColumn<Row>[],
  rows: readonly Row[],
  onConflict: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  return Prisma.sql`
    insert into ${Prisma.raw(table)} (tenant_id, ${names(columns)})
    select ${ctx.tenant.id}::uuid, ${names(columns, "r.")} from ${rowsAsSet(columns, rows)} ${onConflict}`;
}

/**
 * Updates columns of versioned rows in one statement, each only if its version is still the given one, and increments
 * the version. Returns the ids that were written.
 */
export async function updateSet<Row extends { id: string; version: number }>(
  ctx: Ctx,
  table: string,
  columns: readonly SetColumn<Row>[],
  rows: readonly Row[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  return await writtenIds(ctx, updateOf(ctx, table, columns, rows));
}

/** Runs a statement of `updateOf`. */
export async function writtenIds(ctx: Ctx, update: Prisma.Sql): Promise<Set<string>> {
  const written = await tenantSql<{ id: string }>(ctx.tenant.id, ctx.db, update);
  return new Set(written.map((row) => row.id));
}

/** The statement of `updateSet`, for callers that prepare it while another statement runs. */
export function updateOf<Row extends { id: string; version: number }>(
  ctx: Ctx,
  table: string,
  columns: readonly SetColumn<Row>[],
  rows: readonly Row[],
): Prisma.Sql {
  const keys: SetColumn<Row>[] = [
    { column: "id", type: "uuid", value: (row) => row.id },
    { column: "version", type: "int", value: (row) => row.version },
  ];
  const assignments = columns.map(({ column }) => Prisma.raw(`"${column}" = r."${column}"`));
  return Prisma.sql`
      update ${Prisma.raw(table)} t
      set ${Prisma.join(assignments)}, version = t.version + 1, updated_at = now()
      from ${rowsAsSet([...keys, ...columns], rows)}
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = r.id and t.version = r.version
      returning t.id`;
}

/**
 * Deletes versioned rows that are still at their version and that no other row points to. Rows deleted by cascade
 * count as pointing only if `unless` names their table. Returns the deleted ids.
 */
export async function deleteSet(
  ctx: Ctx,
  table: string,
  rows: readonly { id: string; version: number }[],
  unless: readonly string[] = [],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const referencing = (await foreignKeysTo(ctx, table)).filter((one) => !one.cascades || unless.includes(one.table));
  const free = referencing.map((one) => Prisma.sql`and not ${isReferencedBy(ctx, one, "t")}`);
  const deleted = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      delete from ${Prisma.raw(table)} t
      using unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.version)}::int[]) as r(id, version)
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = r.id and t.version = r.version
        ${free.length > 0 ? Prisma.join(free, " ") : Prisma.empty}
      returning t.id`,
  );
  return new Set(deleted.map((row) => row.id));
}

/**
 * SQL for whether other rows point to the row of `table` under this alias. Rows that cascade with it do not count,
 * nor do the columns `besides` ("accounts.parent_id").
 */
export async function isReferencedSql(
  ctx: Ctx,
  table: string,
  alias: string,
  except: readonly string[],
): Promise<Prisma.Sql> {
  const referencing = (await foreignKeysTo(ctx, table)).filter(
    (one) => !one.cascades && !except.includes(`${one.table}.${one.column}`),
  );
  if (referencing.length === 0) return Prisma.sql`false`;
  return Prisma.join(
    referencing.map((one) => isReferencedBy(ctx, one, alias)),
    " or ",
  );
}
