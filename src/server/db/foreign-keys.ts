import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "../context.ts";
import { Prisma } from "./generated/client.ts";
import { tenantSql } from "./tenant-db.ts";

/** A column that points to a table. */
export interface ForeignKey {
  table: string;
  column: string;
  /** The row goes with the one that it points to. */
  cascades: boolean;
  /** It may be empty. */
  isOptional: boolean;
  /** Of a row that is part of another record: that record's table, and the column that names it. */
  partOf: string | null;
  partColumn: string | null;
}

// A schema does not change while a process runs.
const known = new Map<string, ForeignKey[]>();

/** The columns that point to a table, from the database's own catalogue: new tables are covered automatically. */
export async function foreignKeysTo(ctx: Ctx, table: string): Promise<readonly ForeignKey[]> {
  const found = known.get(table);
  if (found) return found;
  const pointers = await tenantSql<ForeignKey>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with keys as (
        select k.conrelid, k.confrelid, k.confdeltype, child.attname as child, parent.attname as parent,
          not child.attnotnull as optional
        from pg_constraint k
        cross join unnest(k.conkey, k.confkey) as pair(child, parent)
        join pg_attribute child on child.attrelid = k.conrelid and child.attnum = pair.child
        join pg_attribute parent on parent.attrelid = k.confrelid and parent.attnum = pair.parent
        where k.contype = 'f' and parent.attname = 'id' and child.attname <> 'tenant_id'
      )
      select p.conrelid::regclass::text as "table", quote_ident(p.child) as "column", p.confdeltype = 'c' as cascades, p.optional as "isOptional",
        w.confrelid::regclass::text as "partOf", quote_ident(w.child) as "partColumn"
      from keys p
      left join lateral (
        select w.confrelid, w.child from keys w
        where w.conrelid = p.conrelid and w.confdeltype = 'c' and w.confrelid <> p.confrelid limit 1
      ) w on true
      where p.confrelid = ${table}::regclass`,
  );
  known.set(table, pointers);
  return pointers;
}

/** SQL for whether the row under an alias is pointed to by this column. */
export const isReferencedBy = (ctx: Ctx, { table, column }: ForeignKey, alias: string): Prisma.Sql =>
  Prisma.sql`exists (select 1 from ${Prisma.raw(table)} c
    where c.tenant_id = ${ctx.tenant.id}::uuid and c.${Prisma.raw(column)} = ${Prisma.raw(alias)}.id)`;

/** Some records of a table, with names of the first of them; a row that is part of a record counts as that record. */
export interface Holders {
  table: string;
  /** One more than the limit where there are more. */
  count: number;
  /** Up to three; none of a table whose rows have no names. */
  names: string[];
}

/** Rows in a statement: the ids of records of one table, each once. */
interface Held {
  table: string;
  isNamed: boolean;
  ids: Prisma.Sql;
}

/** Counts such records up to a limit, and reads some of their names; tables without any are left out. */
export async function countHeld(ctx: Ctx, held: readonly Held[], limit: number): Promise<Holders[]> {
  if (held.length === 0) return [];
  const counts = held.map(({ table, isNamed, ids }) => {
    // UNION leaves each record once, and the limit bounds the work for a record with a million of them.
    const distinct = Prisma.sql`select id from (${ids}) h limit ${limit + 1}`;
    const names = isNamed
      ? Prisma.sql`array(
          select x.name from (${distinct}) d join ${Prisma.raw(table)} x
            on x.tenant_id = ${ctx.tenant.id}::uuid and x.id = d.id
          order by x.name limit 3)`
      : Prisma.sql`array[]::text[]`;
    return Prisma.sql`select ${table} as "table", count(*)::int as count, ${names} as names from (${distinct}) d`;
  });
  const found = await tenantSql<Holders>(ctx.tenant.id, ctx.db, Prisma.join(counts, " union all "));
  return found.filter(({ count }) => count > 0);
}

/** The number of records that hold one so that it cannot be deleted, by their tables; each is counted up to a limit. */
export async function holdersOf(
  ctx: Ctx,
  { table, id, isNamed }: { table: string; id: string; isNamed(table: string): boolean },
  limit: number,
): Promise<Holders[]> {
  const holding = (await foreignKeysTo(ctx, table)).filter(({ cascades }) => !cascades);
  const byTable = groupBy(holding, (one) => one.partOf ?? one.table);
  const held = [...byTable].map(([holder, pointers]) => {
    const ids = pointers.map(
      (one) => Prisma.sql`
        select ${Prisma.raw(one.partColumn ?? "id")} as id from ${Prisma.raw(one.table)}
        where tenant_id = ${ctx.tenant.id}::uuid and ${Prisma.raw(one.column)} = ${id}::uuid`,
    );
    return { table: holder, isNamed: isNamed(holder), ids: Prisma.join(ids, " union ") };
  });
  return await countHeld(ctx, held, limit);
}
