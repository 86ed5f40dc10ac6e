import "server-only";
import { counted, nouns } from "@/lib/counted";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, notFound } from "@/server/errors";
import type { Where } from "@/server/list-definition";
import { oneInput } from "@/server/nouns/made";
import { ownedWhere } from "@/server/scope";
import { whereSql } from "@/server/where-sql";
import { crm } from "../../module";
import { accountOperations } from "../operations";
import { family, maxListed } from "./schema";

export const getAccountFamily = crm.operation({
  kind: "query",
  permission: "account:view",
  input: oneInput,
  output: family,
  rest: { method: "GET", path: "/accounts/{id}/family" },
  describe: `The family of an account, from its topmost parent down: at most ${maxListed} members, those nearest to it, and how many there are. Of accounts that you may not see it lists only parents of those that you see, by name and without an id.`,
  async run(ctx, input) {
    const { rows, count, children, complete } = await nearestRows(ctx, input.id);
    return {
      complete,
      count,
      children,
      members: rows.map((row) => ({ ...placeOf(row), id: row.seen ? row.id : null })),
    };
  },
});

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
  /** Accounts of the family that the actor may know of. */
  count: number;
  /** Those of them directly below the account. */
  children: number;
  complete: boolean;
}

const table = { ...accountOperations.table.rows.table, alias: "a" };
const seen = (ctx: Ctx) => Prisma.sql`(${whereSql(table, ownedWhere(ctx, "account") as Where)}) is true`;

/**
 * Returns the family of an account, without archived ones but its ancestors and itself. Of a large family first the
 * ancestors and itself, then those below it, then the others, level by level, so that ancestors are never cut off.
 */
export async function nearestRows(ctx: Ctx, id: string): Promise<Family> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const rows = await tenantSql<Omit<FamilyRow, "depth"> & Omit<Family, "rows">>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select id, parent_id, 0 as height from accounts where id = ${id}::uuid and tenant_id = ${tenant}
        union all
        select a.id, a.parent_id, up.height + 1 from accounts a join up on a.id = up.parent_id where a.tenant_id = ${tenant}
      ) cycle id set looped using trail,
      down as (
        select a.id, a.name, a.parent_id, a.archived_at, ${seen(ctx)} as seen, false as parent_seen, 0 as depth,
          a.id = ${id}::uuid as below, array[a.name_key, a.id::text] as path, array[]::uuid[] as above,
          case when a.archived_at is null then array[]::uuid[] else array[a.id] end as archived
        from accounts a
        where a.id = (select id from up where not looped order by height desc limit 1) and a.tenant_id = ${tenant}
        union all
        select a.id, a.name, a.parent_id, a.archived_at, ${seen(ctx)}, down.seen, down.depth + 1,
          down.below or a.id = ${id}::uuid, down.path || array[a.name_key, a.id::text], down.above || down.id,
          case when a.archived_at is null then down.archived else down.archived || a.id end
        from accounts a join down on a.parent_id = down.id
        where a.tenant_id = ${tenant} and (a.archived_at is null or a.id in (select id from up))
      ) cycle id set looped using trail,
      whole as (select *, bool_and(seen) over () as complete from down where not looped),
      near as (
        select *, (count(*) over ())::int as count,
          (count(*) filter (where parent_id = ${id}::uuid) over ())::int as children
        from whole where seen or id in (select parent_id from whole where seen)
        order by id not in (select id from up), not below, depth, path limit ${maxListed}
      )
      select id, name, case when parent_seen then parent_id end as "parentId", above, archived, seen, count, children,
        complete
      from near order by path`,
  );
  const own = rows.find((row) => row.id === id);
  if (!own?.seen) throw notFound("account");
  const { count, children, complete } = own;
  const listed = new Set(rows.map((row) => row.id));
  const placed = rows.map((row) => ({ ...row, depth: row.above.filter((above) => listed.has(above)).length }));
  return { rows: placed, count, children, complete };
}

/** A query that is named `down`: these accounts and everything below them, archived ones left out; `seen` or not. */
export const branchSql = (ctx: Ctx, ids: readonly string[]) => Prisma.sql`
  down as (
    select a.id, ${seen(ctx)} as seen
    from accounts a where a.id = any(${[...ids]}::uuid[]) and a.tenant_id = ${ctx.tenant.id}::uuid
    union
    select a.id, ${seen(ctx)} from accounts a join down on a.parent_id = down.id
    where a.tenant_id = ${ctx.tenant.id}::uuid and a.archived_at is null
  )`;

/** The most ids that a list or a timeline takes as one condition. */
const maxInBranch = 10_000;

/** Returns the ids of these accounts and of everything below them; VALIDATION when there are too many. */
export async function branchIds(ctx: Ctx, ids: readonly string[], which: "all" | "seen"): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${branchSql(ctx, ids)}
      select id from down ${which === "seen" ? Prisma.sql`where seen` : Prisma.empty} limit ${maxInBranch + 1}`,
  );
  if (rows.length > maxInBranch)
    throw new AppError(
      "VALIDATION",
      `This family has more than ${counted(maxInBranch, nouns.account)}. Request a smaller branch of it.`,
    );
  return rows.map((row) => row.id);
}
