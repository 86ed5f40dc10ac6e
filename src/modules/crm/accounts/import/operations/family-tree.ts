import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

export interface Node {
  id: string;
  name: string;
  parentId: string | null;
  ownerId: string | null;
}

/** These accounts and everything above them. */
export async function treeAbove(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Node>> {
  const rows = await tenantSql<Node>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select id, name, parent_id, owner_id from accounts
        where tenant_id = ${ctx.tenant.id}::uuid and id = any(${[...ids]}::uuid[])
        union
        select a.id, a.name, a.parent_id, a.owner_id from accounts a join up on a.id = up.parent_id
        where a.tenant_id = ${ctx.tenant.id}::uuid
      )
      select id, name, parent_id as "parentId", owner_id as "ownerId" from up`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The names from a new parent up to the account itself, when the way up leads back to it. */
export function circleOf(tree: ReadonlyMap<string, Node>, id: string, parentId: string): string[] | null {
  const way: string[] = [];
  for (let at = tree.get(parentId); at; at = at.parentId === null ? undefined : tree.get(at.parentId)) {
    way.push(at.name);
    if (at.id === id) return way;
    if (way.length > tree.size) return way;
  }
  return null;
}
