import "server-only";
import type { NounHead } from "@/lib/nouns/noun-head";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import type { OwnedRow } from "../../scope.ts";
import type { Link } from "./importing.ts";

interface Node extends OwnedRow {
  name: string;
  /** The record that it points to. */
  aboveId: string | null;
}
export type Tree = Map<string, Node>;

/** These records and all that a link leads to from them. */
export async function treeAbove(
  ctx: Ctx,
  { table, owned }: Pick<NounHead, "table" | "owned">,
  { sqlColumn }: Link,
  ids: readonly string[],
): Promise<Tree> {
  const columns = Prisma.raw(
    `x.id, x.name, x.${sqlColumn} as above_id, ${owned ? "x.owner_id" : "null::uuid"} as owner_id`,
  );
  const records = Prisma.raw(table);
  const rows = await tenantSql<Node>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select ${columns} from ${records} x
        where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = any(${[...new Set(ids)]}::uuid[])
        union
        select ${columns} from ${records} x join up on x.id = up.above_id where x.tenant_id = ${ctx.tenant.id}::uuid
      )
      select id, name, above_id as "aboveId", owner_id as "ownerId" from up`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The names from a record's new target up to the record itself, when the way up leads back to it. */
export function circleOf(tree: ReadonlyMap<string, Node>, id: string, targetId: string): string[] | null {
  const way: string[] = [];
  for (let at = tree.get(targetId); at; at = at.aboveId === null ? undefined : tree.get(at.aboveId)) {
    way.push(at.name);
    if (at.id === id) return way;
    if (way.length > tree.size) return way;
  }
  return null;
}
