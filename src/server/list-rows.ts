import "server-only";
import type { Ctx } from "./context.ts";
import { type KeyColumn, keyColumnOf } from "./custom/key-column.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { KeysetQuery } from "./list.ts";
import type { Where } from "./list-definition.ts";
import type { SqlColumn, SqlTable } from "./sql-table.ts";
import { whereSql } from "./where-sql.ts";

/** The values that a list reads for each row: columns of its table, and names from the rows that it points to. */
export interface RowSource {
  table: SqlTable;
  columns: Prisma.Sql;
  joins: Prisma.Sql;
}

/**
 * A join to the row that `key` points to, with `columns` of `table` under an alias. It is looked up by id for each row,
 * however many rows the planner expects.
 */
export function joinById(from: SqlTable, key: string, table: string, alias: string, columns: string): Prisma.Sql {
  return Prisma.raw(`
    left join lateral (
      select ${columns} from ${table} x where x.tenant_id = ${from.alias}.tenant_id and x.id = ${key} limit 1
    ) ${alias} on true`);
}

type Page = Parameters<KeysetQuery<never, unknown>["find"]>[0];

/**
 * The rows of a page in one raw statement; Prisma took twice the processor time for a page of fifty. Related rows are
 * looked up for this page alone, even if the planner expects few rows: a new workspace has no statistics.
 */
export async function pageRows<Row>(ctx: Ctx, source: RowSource, page: Page): Promise<Row[]> {
  const { columns, joins } = source;
  const { table, from, keys } = ordered(ctx, source.table, page.orderBy);
  const alias = Prisma.raw(source.table.alias);
  const also = (parts: Prisma.Sql[]) => (parts.length > 0 ? Prisma.sql`, ${Prisma.join(parts)}` : Prisma.empty);
  return await tenantSql<Row>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns}${also(keys.flatMap(({ shown }) => shown ?? []))} from (
        select ${alias}.*${also(keys.flatMap(({ carried }) => carried ?? []))} from ${from}
        where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, page.where as Where)}
        order by ${Prisma.raw(keys.map(({ inner }) => inner).join(", "))} limit ${page.take}
      ) ${alias} ${joins}
      order by ${Prisma.raw(keys.map(({ outer }) => outer).join(", "))}`,
  );
}

interface OrderKey {
  /** Its part of the order inside the page's own statement, and outside, where names are joined. */
  inner: string;
  outer: string;
  /** The value of a custom field, which its cursor needs, as it leaves both. */
  carried?: Prisma.Sql;
  shown?: Prisma.Sql;
}

interface Ordered {
  table: SqlTable;
  from: Prisma.Sql;
  keys: OrderKey[];
}

/**
 * The order of a page. If a custom field comes first, its table of keys is read, whose index has that order; those that
 * follow are looked up for each row.
 */
function ordered(ctx: Ctx, table: SqlTable, orderBy: Page["orderBy"]): Ordered {
  const asked = orderBy.flatMap((by) => Object.entries(by));
  const columns: Record<string, SqlColumn> = { ...table.columns };
  const own = Prisma.raw(`${table.name} ${table.alias}`);
  let from = own;
  const keys = asked.map(([name, given], place): OrderKey => {
    const direction = directionSql(given);
    const key = keyColumnOf(name);
    if (!key) return plainKey(table, columns[name], direction, name);
    const [alias, carried] = [`s${place}`, `sorted_${place}`];
    columns[name] = { ...key.column, in: alias };
    if (place === 0) columns.id = { name: "record_id", type: "uuid", in: alias };
    from = place === 0 ? byKeys(ctx, table, key, alias) : Prisma.sql`${from} ${keyOfRow(table, key, alias)}`;
    return {
      inner: `${alias}.${key.column.name} ${direction}`,
      outer: `${table.alias}.${carried} ${direction}`,
      carried: Prisma.raw(`${alias}.${key.column.name} as ${carried}`),
      shown: Prisma.raw(`${table.alias}.${carried} as "${name}"`),
    };
  });
  return { table: { ...table, columns }, from, keys };
}

const directionSql = (given: Page["orderBy"][number][string]): string => {
  if (typeof given === "string") return given === "asc" ? "asc" : "desc";
  return `${given.sort === "asc" ? "asc" : "desc"} nulls last`;
};

function plainKey({ alias }: SqlTable, column: SqlColumn | undefined, direction: string, name: string): OrderKey {
  if (!column) throw new Error(`No SQL column is known for ${name}.`);
  const outer = name === "id" ? "id" : column.name;
  return { inner: `${column.in ?? alias}.${column.name} ${direction}`, outer: `${alias}.${outer} ${direction}` };
}

/** The records with a key of a custom field, read from its keys. */
const byKeys = (ctx: Ctx, { name, alias }: SqlTable, key: KeyColumn, keys: string): Prisma.Sql =>
  Prisma.sql`custom_values ${Prisma.raw(keys)} join ${Prisma.raw(
    `${name} ${alias} on ${alias}.tenant_id = ${keys}.tenant_id and ${alias}.id = ${keys}.record_id and ${keys}.tenant_id`,
  )} = ${ctx.tenant.id}::uuid and ${Prisma.raw(keys)}.field = ${key.field}`;

/** The key of each record in a custom field, empty where it has none. */
const keyOfRow = ({ alias }: SqlTable, key: KeyColumn, keys: string): Prisma.Sql =>
  Prisma.sql`left join lateral (
    select v.${Prisma.raw(key.column.name)} from custom_values v
    where v.tenant_id = ${Prisma.raw(alias)}.tenant_id and v.record_id = ${Prisma.raw(alias)}.id and v.field = ${key.field} limit 1
  ) ${Prisma.raw(keys)} on true`;
