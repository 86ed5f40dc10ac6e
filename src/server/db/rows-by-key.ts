import "server-only";
import type { Ctx } from "../context.ts";
import { arrayLiteral } from "./array-literal.ts";
import { Prisma } from "./generated/client.ts";

/**
 * The `from` clause for looking up many keys: rows `t` of the tenant whose `column` is one of them, `k.key`. Each key
 * uses the index; with `= any(…)` the planner reads the whole tenant when it believes a growing table is small.
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
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.${Prisma.raw(column)} = k.key offset 0
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
      select x.* from record_keys r
      join ${Prisma.raw(table)} x on x.tenant_id = ${ctx.tenant.id}::uuid and x.id = r.record_id
      where r.tenant_id = ${ctx.tenant.id}::uuid and r.entity = ${entity} and r.field = ${field} and r.key = k.key
      offset 0
    ) as t`;
}
