import "server-only";
import { counted } from "@/lib/counted";
import { capped } from "@/lib/list-filter";
import { permissionFor } from "@/lib/nouns/all";
import { maxListed, parentField } from "@/lib/nouns/family";
import { family } from "@/lib/nouns/family-schema";
import { capital, withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError, notFound } from "../errors.ts";
import { readable } from "../readable.ts";
import { shownReference } from "../scope.ts";
import { whereSql } from "../where-sql.ts";
import { idInput, type NounRuntime, type WithTree } from "./noun-runtime.ts";
import { visibleOf } from "./scope.ts";
import { snakeCase } from "./snake-case.ts";

/** The operation that reads the family of a record, for nouns whose records form a tree, such as accounts. */
export const treeOperations = (runtime: NounRuntime): Partial<WithTree> => {
  const { module, noun } = runtime;
  const { head, entity } = noun;
  if (!parentField(noun)) return {};
  const operation = module.operation({
    kind: "query",
    permission: permissionFor(entity, "view"),
    input: idInput,
    output: family,
    rest: { method: "GET", path: `/${head.path}/{id}/family` },
    describe: `The family of ${withArticle(head.one)}, from its topmost parent down: the ${maxListed} nearest members, and the total number, up to 1,000. In a family of more than ${maxWalked.toLocaleString("en")}, only the nearest are counted. ${capital(head.many)} that you may not see are listed, without an id, only if they are parents of those that you see.`,
    async run(ctx, input) {
      const { rows, count, children, complete } = await nearestRows(ctx, runtime, input.id);
      return {
        complete,
        count,
        children,
        members: rows.map((row) => ({ ...treePlaceOf(row), ...shownReference(ctx, entity, row, row.seen) })),
      };
    },
  });
  return { family: operation as unknown as WithTree["family"] };
};

export interface FamilyRow {
  id: string;
  name: string;
  /** Null for the topmost record, and if the actor may not see the parent. */
  parentId: string | null;
  /** The number of its ancestors in the answer. */
  depth: number;
  /** The ids of its ancestors, topmost first, and which of them and of itself are archived. */
  above: string[];
  archived: string[];
  /** Whether the actor may see it. A hidden record appears only by name, as the parent of a visible one. */
  seen: boolean;
}

/** A record of the family as the server returns it. */
export const treePlaceOf = ({ id, name, parentId, depth }: FamilyRow) => ({ id, name, parentId, depth });

interface Found {
  /** Records of the family that the actor may know of, of those looked at, and those of them directly below the record. */
  count: number;
  children: number;
  complete: boolean;
}

/** A noun whose records form a tree. */
type TreeNoun = Pick<NounRuntime, "noun" | "table">;

/** The names of its table and columns, and whether the actor may see a row `a` of it. */
function sqlOf(ctx: Ctx, { noun, table }: TreeNoun) {
  const parent = parentField(noun);
  if (!parent) throw new Error(`Records of ${noun.entity} have no parent field.`);
  const seen = whereSql({ ...table.rows.table, alias: "a" }, visibleOf(ctx, noun));
  // A member who may not read the field that leads up sees each record alone.
  const column = readable(ctx, noun.entity).has(parent) ? `a.${snakeCase(`${parent}Id`)}` : "null::uuid";
  return {
    table: Prisma.raw(noun.head.table),
    parent: Prisma.raw(column),
    seen: Prisma.sql`(${seen}) is true`,
  };
}

/**
 * Returns the family of a record: the topmost record first, then each branch by name, archived ones only among its
 * ancestors and itself. A large family is cut off from the farthest records, never from the ancestors.
 */
export async function nearestRows(ctx: Ctx, runtime: TreeNoun, id: string) {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const { table, parent, seen } = sqlOf(ctx, runtime);
  const rows = await tenantSql<Omit<FamilyRow, "depth"> & Found>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select a.id, ${parent} as above_id, 0 as height from ${table} a where a.id = ${id}::uuid and a.tenant_id = ${tenant}
        union all
        select a.id, ${parent}, up.height + 1 from ${table} a join up on a.id = up.above_id where a.tenant_id = ${tenant}
      ) cycle id set looped using trail,
      line as (
        select a.id, a.name, ${parent} as above_id, ${seen} as seen, lag(${seen}) over high as parent_seen,
          array_agg(array[a.name_key, a.id::text]) over high as path,
          coalesce(array_agg(a.id) over (high rows between unbounded preceding and 1 preceding), '{}') as above,
          coalesce(array_agg(a.id) filter (where a.archived_at is not null) over high, '{}') as archived
        from up join ${table} a on a.id = up.id and a.tenant_id = ${tenant}
        where not up.looped window high as (order by up.height desc)
      ),
      ${belowSql(ctx, runtime, "under", Prisma.sql`id = ${id}::uuid`)},
      ${belowSql(ctx, runtime, "beside", Prisma.sql`id <> ${id}::uuid`)},
      walked as (
        (select *, true as below from under limit ${maxWalked})
        union all (select *, false from beside limit ${maxWalked})
      ),
      whole as (select *, bool_and(seen) over () as complete from walked),
      near as (
        select *, (count(*) over ())::int as count,
          (count(*) filter (where above_id = ${id}::uuid) over ())::int as children
        from whole where seen or id in (select above_id from whole where seen)
        order by id not in (select id from line), not below, cardinality(above), path limit ${maxListed}
      )
      select id, name, case when parent_seen then above_id end as "parentId", above, archived, seen, count, children,
        complete
      from near order by path`,
  );
  const own = rows.find((row) => row.id === id);
  if (!own?.seen) throw notFound(runtime.noun.head.one);
  const { count, children, complete } = own;
  const listed = new Set(rows.map((row) => row.id));
  const placed = rows.map((row) => ({ ...row, depth: row.above.filter((above) => listed.has(above)).length }));
  return { rows: placed, count: capped(count), children: capped(children), complete };
}

/** The most records below and beside a record that are read: those nearest to it and to its ancestors. */
const maxWalked = 10_000;

/** SQL of records of `line` and everything below them, level by level, without the rest of `line`. */
function belowSql(ctx: Ctx, runtime: TreeNoun, name: "under" | "beside", which: Prisma.Sql): Prisma.Sql {
  const { table, parent, seen } = sqlOf(ctx, runtime);
  const below = Prisma.raw(name);
  return Prisma.sql`
    ${below} as (
      select * from line where ${which}
      union all
      select a.id, a.name, ${parent}, ${seen}, b.seen, b.path || array[a.name_key, a.id::text], b.above || b.id, b.archived
      from ${below} b join ${table} a on ${parent} = b.id
      where a.tenant_id = ${ctx.tenant.id}::uuid and a.archived_at is null and a.id not in (select id from line)
    )`;
}

/**
 * SQL of a query named `down`: these records and everything below them without archived ones; `root` is the one of them
 * that each is below, and `seen` says whether the actor may see it.
 */
export const branchSql = (ctx: Ctx, runtime: TreeNoun, ids: readonly string[]) => {
  const { table, parent, seen } = sqlOf(ctx, runtime);
  return Prisma.sql`
  down as (
    select a.id as root, a.id, ${seen} as seen
    from ${table} a where a.id = any(${[...ids]}::uuid[]) and a.tenant_id = ${ctx.tenant.id}::uuid
    union
    select down.root, a.id, ${seen} from ${table} a join down on ${parent} = down.id
    where a.tenant_id = ${ctx.tenant.id}::uuid and a.archived_at is null
  )`;
};

/** The most ids that a list or a timeline takes as one condition. */
const maxInBranch = 10_000;

/** Returns the ids of those of these records, and of everything below them, that the actor sees; VALIDATION if there are too many. */
export async function branchIds(ctx: Ctx, runtime: TreeNoun, ids: readonly string[]): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${branchSql(ctx, runtime, ids)}
      select distinct id from down where seen limit ${maxInBranch + 1}`,
  );
  if (rows.length > maxInBranch)
    throw new AppError(
      "VALIDATION",
      `This family has more than ${counted(maxInBranch, runtime.noun.head, ctx.tenant.locale)}. Request a smaller branch of it.`,
    );
  return rows.map((row) => row.id);
}
