import "server-only";
import { nouns } from "@/lib/counted";
import { memberScope } from "@/modules/platform/members/scope";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid } from "@/server/errors";
import { oneImportAtATime } from "@/server/import-lock";
import { crud } from "@/server/nouns/crud";
import { crm } from "../module";
import { accounts } from "./fields";

export const accountOperations = crud(crm, accounts, {
  targets: { parent: "self", owner: memberScope },
  pick: ["domain"],
  async check(ctx, { parentId }, id) {
    if (id && parentId) await refuseCycle(ctx, id, parentId);
  },
  parents: ({ parentId }) => [parentId ? { entity: "account", id: parentId } : null],
  pointing: async (ctx, id) => [
    [await ctx.db.account.count({ where: { parentId: id } }), nouns.account],
    [await ctx.db.contact.count({ where: { accountId: id } }), nouns.contact],
    [await ctx.db.opportunity.count({ where: { OR: [{ accountId: id }, { competitorId: id }] } }), nouns.opportunity],
  ],
});

/** Refuses a parent that is the account itself or below it: the family would be a circle. */
async function refuseCycle(ctx: Ctx, id: string, parentId: string): Promise<void> {
  if (parentId === id) throw invalid("parentId", "An account cannot be its own parent.");
  // Two moves at once, or a move and an import, would each find the way up free and close it together.
  await oneImportAtATime(ctx, "account", false);
  const [below] = await tenantSql<{ name: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select id, parent_id from accounts where id = ${parentId}::uuid and tenant_id = ${ctx.tenant.id}::uuid
        union
        select a.id, a.parent_id from accounts a join up on a.id = up.parent_id where a.tenant_id = ${ctx.tenant.id}::uuid
      )
      select p.name from up join accounts p on p.tenant_id = ${ctx.tenant.id}::uuid and p.id = ${parentId}::uuid
      where up.id = ${id}::uuid`,
  );
  if (below)
    throw invalid("parentId", `${below.name} is below this account in its family, so it cannot be its parent.`);
}
