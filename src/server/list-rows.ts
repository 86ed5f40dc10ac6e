import "server-only";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { KeysetQuery } from "./list.ts";
import type { Where } from "./list-filter.ts";
import type { SqlTable } from "./sql-table.ts";
import { whereSql } from "./where-sql.ts";

/** The values that a list reads of each row: columns of its table, and names from the rows that it points to. */
export interface RowSource {
  table: SqlTable;
  columns: Prisma.Sql;
  joins: Prisma.Sql;
}

/**
 * A row that another one points to, for `joins`: `columns` of `table` under an alias. Looked up for each row by its
 * key, however many rows the planner expects.
 */
export function pointedTo(from: SqlTable, key: string, table: string, alias: string, columns: string): Prisma.Sql {
  return Prisma.raw(`
    left join lateral (
      select ${columns} from ${table} x where x.tenant_id = ${from.alias}.tenant_id and x.id = ${from.alias}.${key} limit 1
    ) ${alias} on true`);
}

type Page = Parameters<KeysetQuery<never, unknown>["find"]>[0];

/**
 * The rows of a page in one raw statement; Prisma took twice the processor time for a page of fifty. Related rows are
 * looked up for this page alone, even if the planner expects few rows: a new workspace has no statistics.
 */
export async function pageRows<Row>(ctx: Ctx, source: RowSource, page: Page): Promise<Row[]> {
  const { table, columns, joins } = source;
  const order = page.orderBy.flatMap((by) =>
    Object.entries(by).map(([field, direction]) => {
      const column = table.columns[field];
      if (!column) throw new Error(`No SQL column is known for ${field}.`);
      return Prisma.raw(`${table.alias}.${column.name} ${direction === "asc" ? "asc" : "desc"}`);
    }),
  );
  const [from, alias] = [`${table.name} ${table.alias}`, table.alias].map((text) => Prisma.raw(text));
  return await tenantSql<Row>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from (
        select ${alias}.* from ${from}
        where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, page.where as Where)}
        order by ${Prisma.join(order)} limit ${page.take}
      ) ${alias} ${joins}
      order by ${Prisma.join(order)}`,
  );
}
