import "server-only";
import { type AgendaPage, afterSql, listedSql } from "./agenda.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { visibleWhere } from "./seen-through.ts";
import type { SqlTable } from "./sql-table.ts";
import { whereSql } from "./where-sql.ts";

/** Records that somebody has to do. */
interface Items {
  entity: string;
  table: SqlTable;
  /** Whose item it is. */
  owner: Prisma.Sql;
  /** The field that names further members whose item it is. */
  listed?: string;
}

/** Records that are due on a day, at no set time. */
export interface DayItems extends Items {
  /** The column of the day; `wanted` says which records have one. Both and the owner as in an index of the table. */
  day: string;
  wanted: Prisma.Sql;
}

/** Records that are done, with the column of the time when they were. */
interface DoneItems extends Items {
  done: string;
}

/** Selects `id` and `at` of the items of `people`, each at the noon of its day, as `openSql` of a source has to. */
export function dayItemsSql(ctx: Ctx, page: AgendaPage, items: DayItems): Prisma.Sql {
  const { from, until } = page.span;
  const day = columnOf(items, items.day);
  const { timeZone } = ctx.tenant;
  const noon = Prisma.sql`((${day} + interval '12 hours') at time zone ${timeZone})`;
  // The day bounds the index, the noon is the place among other items.
  const rest = page.after
    ? Prisma.sql`and ${day} >= (${page.after.at.toISOString()}::timestamptz at time zone ${timeZone} - interval '12 hours')::date`
    : Prisma.empty;
  const wanted = Prisma.sql`${items.wanted} and ${day} < ${until.day}::date
    ${from === null ? Prisma.empty : Prisma.sql`and ${day} >= ${from.day}::date`} ${rest}`;
  return itemsSql(ctx, page, items, { at: noon, by: day, wanted });
}

/** The same of items that were done in the span, as `doneSql` of a source has to. */
export function doneItemsSql(ctx: Ctx, page: AgendaPage, items: DoneItems): Prisma.Sql {
  const { from, until } = page.span;
  const at = columnOf(items, items.done);
  const wanted = Prisma.sql`${at} < ${until.at.toISOString()}::timestamptz
    ${from === null ? Prisma.empty : Prisma.sql`and ${at} >= ${from.at.toISOString()}::timestamptz`}`;
  return itemsSql(ctx, page, items, { at, by: at, wanted });
}

const columnOf = ({ table }: Items, name: string): Prisma.Sql => Prisma.raw(`${table.alias}.${name}`);

interface Part {
  /** The place among other items, and the column by which the index has them in the same order. */
  at: Prisma.Sql;
  by: Prisma.Sql;
  wanted: Prisma.Sql;
}

function itemsSql(ctx: Ctx, { after, memberId, take }: AgendaPage, items: Items, { at, by, wanted }: Part): Prisma.Sql {
  const { entity, table, owner, listed } = items;
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const [name, alias] = [Prisma.raw(table.name), Prisma.raw(table.alias)];
  const rest = after ? Prisma.sql`and ${afterSql(after, { at, id: Prisma.sql`${alias}.id` })}` : Prisma.empty;
  const shown = Prisma.sql`${alias}.archived_at is null and ${wanted} ${rest}
    and ${whereSql(table, visibleWhere(ctx, entity))}
    order by ${by}, ${alias}.id limit ${take}`;
  const own = Prisma.sql`
    select s.id, s.at from people p cross join lateral (
      select ${alias}.id, ${at} as at from ${name} ${alias}
      where ${alias}.tenant_id = ${tenant} and (${owner}) = p.id and ${shown}
    ) s`;
  if (listed === undefined) return own;
  return Prisma.sql`${own}
    union all
    select s.id, s.at from (
      select ${alias}.id, ${at} as at from (${listedSql(ctx, { entity, field: listed }, memberId)}) r
      cross join lateral (
        select * from ${name} x where x.tenant_id = ${tenant} and x.id = r.record_id limit 1
      ) ${alias}
      where not exists (select from people q where q.id = ${owner}) and ${shown}
    ) s`;
}
