import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { defineScope, ownedWhere } from "@/server/scope";

/** Deals that the actor may see. */
export function visibleOpportunities(ctx: Ctx): Prisma.OpportunityWhereInput {
  return ownedWhere(ctx, "opportunity");
}

export const opportunityScope = defineScope({
  entity: "opportunity",
  noun: "opportunity",
  edit: "opportunity:edit",
  owned: true,
  load: (ctx, ids) =>
    ctx.db.opportunity.findMany({
      where: { AND: [{ id: { in: ids } }, visibleOpportunities(ctx)] },
      select: { id: true, ownerId: true },
    }),
  names: (ctx, ids) => ctx.db.opportunity.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
});

/** The members of teams and of the teams below them. */
export async function membersOfTeams(ctx: Ctx, teamIds: readonly string[]): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive wanted as (
        select id from teams where tenant_id = ${ctx.tenant.id}::uuid and id = any(${[...teamIds]}::uuid[])
        union
        select t.id from teams t join wanted on t.parent_id = wanted.id where t.tenant_id = ${ctx.tenant.id}::uuid
      )
      select distinct member_id as id from team_members
      where tenant_id = ${ctx.tenant.id}::uuid and team_id in (select id from wanted)`,
  );
  return rows.map((row) => row.id);
}
