import "server-only";
import type { Ctx } from "../context.ts";
import { arrayLiteral } from "./array-literal.ts";
import { Prisma } from "./generated/client.ts";

/** A name within another record; null where it belongs to none. The keys are those of addresses and numbers. */
export interface SoughtName {
  name: string;
  place: string | null;
  entries: readonly string[];
}

interface NameColumns {
  name: string;
  place: string;
  /** Columns of keys, each on a line of its own. */
  entries: readonly string[];
}

/** So many records of a name are looked through for an address or a number. */
const mostOfName = 5_000;
/** So many that belong to other records are found, as examples. */
const others = 5;

/**
 * The `from` clause for looking up records `t` of these names: at most `limit` of the same place, those that have one of the
 * keys, and a few others. The index on tenant, place and name finds the first, however many records have a name.
 */
export function rowsByName(
  ctx: Ctx,
  { table, columns, limit }: { table: string; columns: NameColumns; limit: number },
  sought: readonly SoughtName[],
): Prisma.Sql {
  const [name, place] = [Prisma.raw(`x.${columns.name}`), Prisma.raw(`x.${columns.place}`)];
  const from = Prisma.raw(table);
  const named = Prisma.sql`x.tenant_id = ${ctx.tenant.id}::uuid and ${name} >= k.name and ${name} <= k.name`;
  const hasEntry = columns.entries.map(
    (column) =>
      Prisma.sql`string_to_array(btrim(${Prisma.raw(`x.${column}`)}, E'\n'), E'\n') && string_to_array(k.entries, E'\n')`,
  );
  return Prisma.sql`
    unnest(${arrayLiteral(sought.map((one) => one.name))}::text[],
           ${arrayLiteral(sought.map((one) => one.place))}::uuid[],
           ${arrayLiteral(sought.map((one) => one.entries.join("\n")))}::text[]) as k(name, place, entries)
    cross join lateral (
      (select * from ${from} x where ${named} and ${place} >= k.place and ${place} <= k.place
       order by ${place}, ${name}, x.id limit ${limit})
      union all
      (select * from ${from} x where ${named} and k.place is null and ${place} is null
       order by ${place}, ${name}, x.id limit ${limit})
      union all
      (select * from (select * from ${from} x where ${named} order by ${name}, x.id limit ${mostOfName}) x
       where k.entries <> '' and (${Prisma.join(hasEntry, " or ")}) limit ${limit})
      union all
      (select * from ${from} x where ${named} order by ${name}, x.id limit ${others})
    ) as t`;
}
