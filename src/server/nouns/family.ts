import "server-only";
import { counted } from "@/lib/counted";
import { permissionFor } from "@/lib/nouns/all";
import { family, maxListed, parentField } from "@/lib/nouns/family";
import { withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError, notFound } from "../errors.ts";
import { readable } from "../readable.ts";
import { whereSql } from "../where-sql.ts";
import { type Growing, type Made, oneInput } from "./made.ts";
import { visibleOf } from "./scope.ts";
import { snake } from "./snake.ts";

/** The query for the family of a record, for a noun whose records form a tree. */
export const families = (made: Made): Partial<Growing> => {
  const { module, noun } = made;
  const { head, entity } = noun;
  if (!parentField(noun)) return {};
  const operation = module.operation({
    kind: "query",
    permission: permissionFor(entity, "view"),
    input: oneInput,
    output: family,
    rest: { method: "GET", path: `/${head.path}/{id}/family` },
    describe: `The family of ${withArticle(head.one)}, from its topmost parent down: at most ${maxListed} members, those nearest to it, and how many there are. Of ${head.many} that you may not see it lists only parents of those that you see, by name and without an id.`,
    async run(ctx, input) {
      const { rows, count, children, complete } = await nearestRows(ctx, made, input.id);
      return {
        complete,
        count,
        children,
        members: rows.map((row) => ({ ...placeOf(row), id: row.seen ? row.id : null })),
      };
    },
  });
  return { family: operation as unknown as Growing["family"] };
};

export interface FamilyRow {
  id: string;
  name: string;
  /** Null for a root, and where the actor may not see the parent. */
  parentId: string | null;
  /** Number of its ancestors that are in the answer. */
  depth: number;
  /** Its ancestors, topmost first, and which of them and of itself are archived. */
  above: string[];
  archived: string[];
  /** Whether the actor may see it. A hidden one is named as the parent of a visible one, in a badge. */
  seen: boolean;
}

/** A member of the family as it leaves the server. */
export const placeOf = ({ id, name, parentId, depth }: FamilyRow) => ({ id, name, parentId, depth });

interface Family {
  /** Root first, then each branch by name. */
  rows: FamilyRow[];
  /** Records of the family that the actor may know of. */
  count: number;
  /** Those of them directly below the record. */
  children: number;
  complete: boolean;
}

/** A noun whose records form a tree. */
type Grown = Pick<Made, "noun" | "table">;

/** The names of its table and columns, and whether the actor may see a row `a` of it. */
function sqlOf(ctx: Ctx, { noun, table }: Grown) {
  const parent = parentField(noun);
  if (!parent) throw new Error(`Records of ${noun.entity} form no tree.`);
  const seen = whereSql({ ...table.rows.table, alias: "a" }, visibleOf(ctx, noun));
  // A member who may not read the field that leads up sees each record alone.
  const column = readable(ctx, noun.entity).has(parent) ? `a.${snake(`${parent}Id`)}` : "null::uuid";
  return {
    table: Prisma.raw(noun.head.table),
    parent: Prisma.raw(column),
    seen: Prisma.sql`(${seen}) is true`,
  };
}

/**
 * Returns the family of a record, without archived ones but its ancestors and itself. Of a large family first the
 * ancestors and itself, then those below it, then the others, level by level, so that ancestors are never cut off.
 */
export async function nearestRows(ctx: Ctx, made: Grown, id: string): Promise<Family> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const { table, parent, seen } = sqlOf(ctx, made);
  const rows = await tenantSql<Omit<FamilyRow, "depth"> & Omit<Family, "rows">>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select a.id, ${parent} as above_id, 0 as height from ${table} a where a.id = ${id}::uuid and a.tenant_id = ${tenant}
        union all
        select a.id, ${parent}, up.height + 1 from ${table} a join up on a.id = up.above_id where a.tenant_id = ${tenant}
      ) cycle id set looped using trail,
      down as (
        select a.id, a.name, ${parent} as above_id, a.archived_at, ${seen} as seen, false as parent_seen, 0 as depth,
          a.id = ${id}::uuid as below, array[a.name_key, a.id::text] as path, array[]::uuid[] as above,
          case when a.archived_at is null then array[]::uuid[] else array[a.id] end as archived
        from ${table} a
        where a.id = (select id from up where not looped order by height desc limit 1) and a.tenant_id = ${tenant}
        union all
        select a.id, a.name, ${parent}, a.archived_at, ${seen}, down.seen, down.depth + 1,
          down.below or a.id = ${id}::uuid, down.path || array[a.name_key, a.id::text], down.above || down.id,
          case when a.archived_at is null then down.archived else down.archived || a.id end
        from ${table} a join down on ${parent} = down.id
        where a.tenant_id = ${tenant} and (a.archived_at is null or a.id in (select id from up))
      ) cycle id set looped using trail,
      whole as (select *, bool_and(seen) over () as complete from down where not looped),
      near as (
        select *, (count(*) over ())::int as count,
          (count(*) filter (where above_id = ${id}::uuid) over ())::int as children
        from whole where seen or id in (select above_id from whole where seen)
        order by id not in (select id from up), not below, depth, path limit ${maxListed}
      )
      select id, name, case when parent_seen then above_id end as "parentId", above, archived, seen, count, children,
        complete
      from near order by path`,
  );
  const own = rows.find((row) => row.id === id);
  if (!own?.seen) throw notFound(made.noun.head.one);
  const { count, children, complete } = own;
  const listed = new Set(rows.map((row) => row.id));
  const placed = rows.map((row) => ({ ...row, depth: row.above.filter((above) => listed.has(above)).length }));
  return { rows: placed, count, children, complete };
}

/** A query that is named `down`: these records and everything below them, archived ones left out; `seen` or not. */
export const branchSql = (ctx: Ctx, made: Grown, ids: readonly string[]) => {
  const { table, parent, seen } = sqlOf(ctx, made);
  return Prisma.sql`
  down as (
    select a.id, ${seen} as seen
    from ${table} a where a.id = any(${[...ids]}::uuid[]) and a.tenant_id = ${ctx.tenant.id}::uuid
    union
    select a.id, ${seen} from ${table} a join down on ${parent} = down.id
    where a.tenant_id = ${ctx.tenant.id}::uuid and a.archived_at is null
  )`;
};

/** The most ids that a list or a timeline takes as one condition. */
const maxInBranch = 10_000;

/** Returns the ids of these records and of everything below them; VALIDATION when there are too many. */
export async function branchIds(
  ctx: Ctx,
  made: Grown,
  ids: readonly string[],
  which: "all" | "seen",
): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${branchSql(ctx, made, ids)}
      select id from down ${which === "seen" ? Prisma.sql`where seen` : Prisma.empty} limit ${maxInBranch + 1}`,
  );
  if (rows.length > maxInBranch)
    throw new AppError(
      "VALIDATION",
      `This family has more than ${counted(maxInBranch, made.noun.head)}. Request a smaller branch of it.`,
    );
  return rows.map((row) => row.id);
}
