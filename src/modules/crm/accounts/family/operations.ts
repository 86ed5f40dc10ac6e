import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { crm } from "../../module";
import { accountIdInput } from "../schema";
import { accountScope } from "../scope";
import { family } from "./schema";

export const getAccountFamily = crm.operation({
  kind: "query",
  permission: "account:view",
  input: accountIdInput,
  output: family,
  rest: { method: "GET", path: "/accounts/{id}/family" },
  describe: "The whole family of an account, from its topmost parent down; members that you may not see have no id.",
  async run(ctx, input) {
    const rows = await familyRows(ctx, input.id);
    if (!rows.some((row) => row.id === input.id && accountScope.sees(ctx, row))) throw notFound("account");
    return {
      complete: rows.every((row) => accountScope.sees(ctx, row)),
      members: rows.map((row) => ({
        id: accountScope.sees(ctx, row) ? row.id : null,
        name: row.name,
        parentId: row.parentId,
        depth: row.depth,
      })),
    };
  },
});

interface FamilyRow {
  id: string;
  name: string;
  parentId: string | null;
  ownerId: string | null;
  depth: number;
}

/** Root first, then each branch by name; of archived accounts only those above the one asked for, and itself. */
export async function familyRows(ctx: Ctx, id: string): Promise<FamilyRow[]> {
  return await tenantSql<FamilyRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select id, parent_id, 0 as height from accounts where id = ${id}::uuid and tenant_id = ${ctx.tenant.id}::uuid
        union
        select a.id, a.parent_id, up.height + 1 from accounts a join up on a.id = up.parent_id where a.tenant_id = ${ctx.tenant.id}::uuid
      ),
      down as (
        select a.id, a.name, a.parent_id, a.owner_id, 0 as depth, array[a.name_key] as path
        from accounts a where a.id = (select id from up order by height desc limit 1) and a.tenant_id = ${ctx.tenant.id}::uuid
        union all
        select a.id, a.name, a.parent_id, a.owner_id, down.depth + 1, down.path || a.name_key
        from accounts a join down on a.parent_id = down.id
        where a.tenant_id = ${ctx.tenant.id}::uuid and (a.archived_at is null or a.id in (select id from up))
      )
      select id, name, parent_id as "parentId", owner_id as "ownerId", depth from down order by path`,
  );
}

export interface BranchRow extends FamilyRow {
  /** The account, among those asked for, below which this one stands. */
  rootId: string;
}

/** The given accounts, each with everything below it; depth counts from there. */
export async function branchRows(ctx: Ctx, ids: readonly string[]): Promise<BranchRow[]> {
  return await tenantSql<BranchRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive down as (
        select a.id as root_id, a.id, a.name, a.parent_id, a.owner_id, 0 as depth, array[a.name_key] as path
        from accounts a where a.id = any(${[...ids]}::uuid[]) and a.tenant_id = ${ctx.tenant.id}::uuid
        union all
        select down.root_id, a.id, a.name, a.parent_id, a.owner_id, down.depth + 1, down.path || a.name_key
        from accounts a join down on a.parent_id = down.id
        where a.tenant_id = ${ctx.tenant.id}::uuid and a.archived_at is null
      )
      select root_id as "rootId", id, name, parent_id as "parentId", owner_id as "ownerId", depth from down
      order by root_id, path`,
  );
}
