import "server-only";
import type { Ctx } from "../context.ts";
import { arrayLiteral } from "./array-literal.ts";
import { Prisma } from "./generated/client.ts";

/**
 * Rows in the order of their only value: the index on tenant and column is the only one that has it. With `=` all indexes
 * of the tenant cost the same where statistics say that the table is empty, and the planner takes any.
 */
const only = (column: string) => Prisma.sql`${Prisma.raw(column)} >= k.key and ${Prisma.raw(column)} <= k.key`;

/**
 * The `from` clause for looking up many keys: rows `t` of the tenant whose `column` is one of them, `k.key`. Each key
 * uses the index on tenant and column, whatever the statistics say.
 */
export function rowsByKey(
  ctx: Ctx,
  table: string,
  column: string,
  keys: readonly string[],
  type: "text" | "uuid" = "text",
): Prisma.Sql {
  return Prisma.sql`
    unnest(${arrayLiteral([...new Set(keys)])}::${Prisma.raw(type)}[]) as k(key)
    cross join lateral (
      select * from ${Prisma.raw(table)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and ${only(`x.${column}`)}
      order by x.${Prisma.raw(column)} offset 0
    ) as t`;
}

/** Rows of another table, each with a key and the id of a row that has it. */
interface KeyTable {
  name: string;
  key: string;
  where: Prisma.Sql;
}

/** The same through another table that holds the keys. */
function rowsThrough(ctx: Ctx, table: string, { name, key, where }: KeyTable, keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    unnest(${arrayLiteral([...new Set(keys)])}::text[]) as k(key)
    cross join lateral (
      select record_id from ${Prisma.raw(name)} r
      where r.tenant_id = ${ctx.tenant.id}::uuid and ${where} and ${only(`r.${key}`)}
      order by r.${Prisma.raw(key)} offset 0
    ) as r
    cross join lateral (
      select * from ${Prisma.raw(table)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id >= r.record_id and x.id <= r.record_id
      order by x.id offset 0
    ) as t`;
}

/** The same for a field of several values: the rows `t` of which one value has one of these keys. */
export const rowsByEntry = (
  ctx: Ctx,
  { table, entity, field }: { table: string; entity: string; field: string },
  keys: readonly string[],
): Prisma.Sql =>
  rowsThrough(
    ctx,
    table,
    { name: "record_keys", key: "key", where: Prisma.sql`r.entity = ${entity} and r.field = ${field}` },
    keys,
  );

/** The same for a unique custom field: the rows `t` that have one of these keys. */
export const rowsByCustomKey = (
  ctx: Ctx,
  { table, field }: { table: string; field: string },
  keys: readonly string[],
): Prisma.Sql =>
  rowsThrough(ctx, table, { name: "custom_values", key: "text", where: Prisma.sql`r.field = ${field}` }, keys);
