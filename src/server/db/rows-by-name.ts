import "server-only";
import type { Ctx } from "../context.ts";
import { arrayLiteral } from "./array-literal.ts";
import { Prisma } from "./generated/client.ts";

/** The names of rows, each within another record; null where it belongs to none. */
export interface SoughtName {
  name: string;
  place: string | null;
}

/** A key in a field of several values, and the names of the rows that have it. */
export interface SoughtEntry {
  field: string;
  key: string;
  names: readonly string[];
}

interface NamedTable {
  entity: string;
  table: string;
  columns: { name: string; place: string };
  /** Whether the actor sees a record `t`. */
  visible: Prisma.Sql;
}

/** So many records are looked through for those that the actor sees, or for a name among those that share a number. */
const mostLookedThrough = 5_000;
/** So many of a name are found as examples, whatever they belong to. */
const examples = 5;

/** The text of a name holds no line break. */
const apart = "\n";

/**
 * The `from` clauses for looking up records `t` of these names: at most `limit` that belong to the same record, all that
 * share a number or an address, and a few others. Each uses an index, however many records have a name.
 */
export function rowsByName(
  ctx: Ctx,
  noun: NamedTable,
  { names, entries, limit }: { names: readonly SoughtName[]; entries: readonly SoughtEntry[]; limit: number },
): Prisma.Sql[] {
  const [name, place] = [Prisma.raw(`t.${noun.columns.name}`), Prisma.raw(`t.${noun.columns.place}`)];
  const from = Prisma.raw(noun.table);
  const its = Prisma.sql`t.tenant_id = ${ctx.tenant.id}::uuid`;
  const named = Prisma.sql`${its} and ${name} >= k.name and ${name} <= k.name`;
  const visible = (where: Prisma.Sql, order: Prisma.Sql, most: number) => Prisma.sql`
    (select * from (select * from ${from} t where ${where} order by ${order} limit ${mostLookedThrough}) t
     where ${noun.visible} limit ${most})`;
  const near = Prisma.sql`
    unnest(${arrayLiteral(names.map((one) => one.name))}::text[],
           ${arrayLiteral(names.map((one) => one.place))}::uuid[]) as k(name, place)
    cross join lateral (
      ${visible(Prisma.sql`${named} and ${place} >= k.place and ${place} <= k.place`, Prisma.sql`${place}, ${name}, t.id`, limit)}
      union all
      ${visible(Prisma.sql`${named} and k.place is null and ${place} is null`, Prisma.sql`${place}, ${name}, t.id`, limit)}
    ) as t`;
  const others = Prisma.sql`
    unnest(${arrayLiteral([...new Set(names.map((one) => one.name))])}::text[]) as k(name)
    cross join lateral ${visible(named, Prisma.sql`${name}, t.id`, examples)} as t`;
  if (entries.length === 0) return [near, others];
  return [near, others, sharing(ctx, noun, entries)];
}

function sharing(ctx: Ctx, { entity, table, columns }: NamedTable, entries: readonly SoughtEntry[]): Prisma.Sql {
  return Prisma.sql`
    unnest(${arrayLiteral(entries.map(({ field }) => field))}::text[],
           ${arrayLiteral(entries.map(({ key }) => key))}::text[],
           ${arrayLiteral(entries.map(({ names }) => names.join(apart)))}::text[]) as k(field, key, names)
    cross join lateral (
      select record_id from record_keys r
      where r.tenant_id = ${ctx.tenant.id}::uuid and r.entity = ${entity} and r.field = k.field
        and r.key >= k.key and r.key <= k.key
      order by r.key limit ${mostLookedThrough}
    ) as r
    cross join lateral (
      select * from ${Prisma.raw(table)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id >= r.record_id and x.id <= r.record_id
        and ${Prisma.raw(`x.${columns.name}`)} = any(string_to_array(k.names, ${apart}))
      order by x.id offset 0
    ) as t`;
}
