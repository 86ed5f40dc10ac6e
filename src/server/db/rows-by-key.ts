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

/** The same for a field of several values: the rows `t` of which one value has one of these keys. */
export function rowsByEntry(
  ctx: Ctx,
  { table, entity, field }: { table: string; entity: string; field: string },
  keys: readonly string[],
): Prisma.Sql {
  return Prisma.sql`
    unnest(${arrayLiteral([...new Set(keys)])}::text[]) as k(key)
    cross join lateral (
      select record_id from record_keys r
      where r.tenant_id = ${ctx.tenant.id}::uuid and r.entity = ${entity} and r.field = ${field} and ${only("r.key")}
      order by r.key offset 0
    ) as r
    cross join lateral (
      select * from ${Prisma.raw(table)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id >= r.record_id and x.id <= r.record_id
      order by x.id offset 0
    ) as t`;
}
