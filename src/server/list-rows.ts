import "server-only";
import type { Ctx } from "./context.ts";
import { keyColumnOf } from "./custom/key-column.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { KeysetQuery } from "./list.ts";
import type { Where } from "./list-definition.ts";
import type { SqlTable } from "./sql-table.ts";
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
  const order = page.orderBy.flatMap((by) =>
    Object.entries(by).map(([field, direction]) => {
      const column = table.columns[field];
      if (!column) throw new Error(`No SQL column is known for ${field}.`);
      return { column, direction: direction === "asc" ? "asc" : "desc" };
    }),
  );
  const orderIn = (alias?: string) =>
    Prisma.raw(
      order
        .map(({ column, direction }) => `${alias ?? column.in ?? table.alias}.${column.name} ${direction}`)
        .join(", "),
    );
  const alias = Prisma.raw(source.table.alias);
  return await tenantSql<Row>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns}${keys.outer} from (
        select ${alias}.*${keys.inner} from ${from} where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, page.where as Where)}
        order by ${orderIn()} limit ${page.take}
      ) ${alias} ${joins}
      order by ${keys.order ?? orderIn()}`,
  );
}

interface Ordered {
  table: SqlTable;
  from: Prisma.Sql;
  /** The key by which rows are sorted, for their cursor. */
  keys: { inner: Prisma.Sql; outer: Prisma.Sql; order?: Prisma.Sql };
}

/** Orders rows by a custom field through its table of keys, whose index has that order. */
function ordered(ctx: Ctx, table: SqlTable, orderBy: Page["orderBy"]): Ordered {
  const { name, alias } = table;
  const [by] = orderBy;
  const [sorted = "", direction = "asc"] = Object.entries(by ?? {})[0] ?? [];
  const key = keyColumnOf(sorted);
  if (!key) return { table, from: Prisma.raw(`${name} ${alias}`), keys: { inner: Prisma.empty, outer: Prisma.empty } };
  const column = { ...key.column, in: "s" };
  const id = { name: "record_id", type: "uuid", in: "s" } as const;
  return {
    table: { ...table, columns: { ...table.columns, [sorted]: column, id } },
    from: Prisma.sql`custom_values s join ${Prisma.raw(`${name} ${alias} on ${alias}.tenant_id = s.tenant_id and ${alias}.id = s.record_id and s.tenant_id`)} = ${ctx.tenant.id}::uuid and s.field = ${key.field}`,
    keys: {
      inner: Prisma.raw(`, s.${column.name} as sorted_by`),
      outer: Prisma.raw(`, ${alias}.sorted_by as "${sorted}"`),
      order: Prisma.raw(`${alias}.sorted_by ${direction}, ${alias}.id ${direction}`),
    },
  };
}
