import "server-only";
import { type AgendaPage, afterSql } from "./agenda.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { visibleWhere } from "./seen-through.ts";
import type { SqlTable } from "./sql-table.ts";
import { whereSql } from "./where-sql.ts";

/** Records that are due on a day, at no set time. */
export interface DayItems {
  entity: string;
  table: SqlTable;
  /** The column of the day, and whose item it is; `wanted` says which records have one. All as in an index of the table. */
  day: string;
  owner: Prisma.Sql;
  wanted: Prisma.Sql;
}

/** Selects `id` and `at` of the items of `people`, each at the noon of its day, as `openSql` of a source has to. */
export function dayItemsSql(ctx: Ctx, { span: { from, until }, after, take }: AgendaPage, items: DayItems): Prisma.Sql {
  const { table } = items;
  const [from_, alias, day] = [`${table.name} ${table.alias}`, table.alias, `${table.alias}.${items.day}`].map((text) =>
    Prisma.raw(text),
  ) as [Prisma.Sql, Prisma.Sql, Prisma.Sql];
  const noon = Prisma.sql`((${day} + interval '12 hours') at time zone 'UTC')`;
  // The day bounds the index, the noon is the place among other items.
  const rest = after
    ? Prisma.sql`and ${day} >= (${after.at.toISOString()}::timestamptz at time zone 'UTC' - interval '12 hours')::date
        and ${afterSql(after, { at: noon, id: Prisma.sql`${alias}.id` })}`
    : Prisma.empty;
  return Prisma.sql`
    select s.id, s.at from people p cross join lateral (
      select ${alias}.id, ${noon} as at from ${from_}
      where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and (${items.owner}) = p.id and ${alias}.archived_at is null
        and ${items.wanted} and ${day} < ${until.day}::date
        ${from === null ? Prisma.empty : Prisma.sql`and ${day} >= ${from.day}::date`}
        ${rest} and ${whereSql(table, visibleWhere(ctx, items.entity))}
      order by ${day}, ${alias}.id limit ${take}
    ) s`;
}
