import "server-only";
import { sameAcrossBundles } from "../across-bundles.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { Where } from "../list-definition.ts";
import type { SqlTable } from "../sql-table.ts";
import { isKeyColumn, keyColumnOf } from "./key-column.ts";

/** A condition on the key of a record: none, any, or one that holds a text, which is escaped for LIKE. */
export type KeyTest = null | { not: null } | { contains: string };

/** The records that fit such a condition, as far as an index was asked for them; a fragment has it as a column's value. */
export class Matches {
  constructor(
    readonly test: KeyTest,
    readonly ids: readonly string[],
    /** Whether these are all of them. Otherwise there are many, and a list meets them soon in any order. */
    readonly all: boolean,
  ) {}
}
sameAcrossBundles(Matches, "Matches");

/** So many are found by an index, and are enough to see that a count is over 1,000. */
const most = 2_000;
/** Records differ in which fields they have; with more combinations than this, they are no way to find those without one. */
const mostShapes = 2_000;

/**
 * The fragment with the records that fit its conditions on keys. Under row-level security no index answers "contains" or
 * "is empty", so these conditions are asked first; the list then reads few records by their ids, or finds many as it goes.
 */
export async function withMatches(ctx: Ctx, table: SqlTable, where: Where): Promise<Where> {
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(where)) {
    if (key === "AND" || key === "OR") {
      const parts: Where[] = [];
      for (const part of [value].flat() as Where[]) parts.push(await withMatches(ctx, table, part));
      entries.push([key, parts]);
      continue;
    }
    const [column, test] = key === "NOT" ? anyOf(value as Where) : [key, testOf(value)];
    const found = column !== undefined && test !== undefined && isKeyColumn(column);
    entries.push(found ? [column, await matching(ctx, table, column, test)] : [key, value]);
  }
  return Object.fromEntries(entries);
}

function testOf(value: unknown): KeyTest | undefined {
  if (value === null) return null;
  const { contains, ...others } = Object(value) as { contains?: unknown };
  return typeof contains === "string" && Object.keys(others).length === 0 ? { contains } : undefined;
}

/** The column of which a negated fragment wants a value. */
function anyOf(negated: Where): [string?, KeyTest?] {
  const [[column, value] = [], ...others] = Object.entries(negated);
  return column !== undefined && value === null && others.length === 0 ? [column, { not: null }] : [];
}

/** The fragment with those records alone that an index found; null where it found all, or none. */
export function sampleOf(where: Where): Where | null {
  let changed = false;
  const taken = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(taken);
    if (value instanceof Matches) {
      if (value.all || value.ids.length === 0) return value;
      changed = true;
      return new Matches(value.test, value.ids, true);
    }
    return value;
  };
  const walk = (fragment: Where): Where =>
    Object.fromEntries(
      Object.entries(fragment).map(([key, value]) => [
        key,
        key === "AND" || key === "OR" ? ([value].flat() as Where[]).map(walk) : taken(value),
      ]),
    );
  const sample = walk(where);
  return changed ? sample : null;
}

async function matching(ctx: Ctx, table: SqlTable, column: string, test: KeyTest): Promise<Matches> {
  const { field } = keyColumnOf(column) as { field: string };
  const ids = await idsOf(ctx, table, field, test);
  return ids ? new Matches(test, ids.slice(0, most), ids.length <= most) : new Matches(test, [], false);
}

/** The records that fit, one more than `most` of them at most; null where one in ten of the newest fits. */
async function idsOf(ctx: Ctx, table: SqlTable, field: string, test: KeyTest): Promise<string[] | null> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const records = Prisma.sql`${Prisma.raw(table.name)} t where t.tenant_id = ${tenant}`;
  const indexed = test === null ? lacking(records, tenant, field) : holding(tenant, field, test);
  const [row] = await tenantSql<{ fitting: number; ids: string[] | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select newest.fitting, case when newest.fitting < 20 then (${indexed}) end as ids
      from (
        select count(*) filter (where ${testSql("t", field, test)})::int as fitting
        from (select t.custom_keys from ${records} order by t.created_at desc, t.id desc limit 200) t
      ) newest`,
  );
  if (!row || row.fitting >= 20) return null;
  return row.ids ?? (await lackingAny(ctx, records, tenant, field));
}

/** An index is slow for what very many records hold, and a list meets those at once. */
const holding = (tenant: Prisma.Sql, field: string, test: NonNullable<KeyTest>): Prisma.Sql =>
  "not" in test
    ? Prisma.sql`select array(
        select v.record_id from custom_values v where v.tenant_id = ${tenant} and v.field = ${field}
        order by v.text limit ${most + 1})`
    : Prisma.sql`select array(select custom_find(${field}, ${test.contains}, ${most + 1}))`;

const hasKey = (tenant: Prisma.Sql, id: string, field: string) => Prisma.sql`
  exists (select from custom_values v where v.tenant_id = ${tenant} and v.record_id = ${Prisma.raw(id)} and v.field = ${field})`;

/**
 * The records without a key: those of each shape whose first record has none. Null where there are too many shapes. They are
 * ordered so that only the index of the workspace will do: other workspaces decide which values the planner thinks frequent.
 */
function lacking(records: Prisma.Sql, tenant: Prisma.Sql, field: string): Prisma.Sql {
  return Prisma.sql`
    with recursive shapes as (
      (select t.custom_shape as shape, t.id, 1 as place from ${records} and t.custom_shape is not null
       order by t.custom_shape limit 1)
      union all
      select n.custom_shape, n.id, s.place + 1 from shapes s cross join lateral (
        select t.custom_shape, t.id from ${records} and t.custom_shape > s.shape order by t.custom_shape limit 1
      ) n where s.place <= ${mostShapes}
    ),
    found as materialized (
      (select t.id from ${records} and t.custom_shape is null order by t.custom_shape limit ${most + 1})
      union all
      select f.id from shapes s cross join lateral (
        select t.id from ${records} and t.custom_shape between s.shape and s.shape order by t.custom_shape limit ${most + 1}
      ) f where not ${hasKey(tenant, "s.id", field)}
      limit ${most + 1}
    )
    select case when (select count(*) from found) > ${most} or (select count(*) from shapes) <= ${mostShapes}
      then array(select id from found) end`;
}

/** The same by comparing the ids of all records with those of all keys. */
async function lackingAny(ctx: Ctx, records: Prisma.Sql, tenant: Prisma.Sql, field: string): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id from ${records} and not ${hasKey(tenant, "t.id", field)} limit ${most + 1}`,
  );
  return rows.map(({ id }) => id);
}

/** The condition as SQL: read from the record itself, after its ids where they are few. */
export function matchesSql(table: SqlTable, column: string, { test, ids, all }: Matches): Prisma.Sql {
  const { field } = keyColumnOf(column) as { field: string };
  const fits = testSql(table.alias, field, test);
  // Of a bare condition the planner expects that one in 200 fits: it would read all records, and sort what is left.
  return all
    ? Prisma.sql`(${Prisma.raw(table.alias)}.id = any(${[...ids]}::uuid[]) and ${fits})`
    : Prisma.sql`coalesce(${fits}, false)`;
}

/** The condition on the JSON column of keys. Statements with it are planned each time, like those that read rows of keys. */
export function testSql(alias: string, field: string, test: KeyTest): Prisma.Sql {
  const keys = Prisma.sql`${Prisma.raw(alias)}.custom_keys -> ${field}::text`;
  if (test === null) return Prisma.sql`(${keys}) is null`;
  return "not" in test ? Prisma.sql`(${keys}) is not null` : Prisma.sql`(${keys} ->> 0) like ${`%${test.contains}%`}`;
}
