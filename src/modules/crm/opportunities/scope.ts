import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { scopeOf } from "@/server/nouns/scope";
import { ownedWhere } from "@/server/scope";
import { declared } from "./fields";

/** Opportunities that the actor may see. */
export function visibleOpportunities(ctx: Ctx): Prisma.OpportunityWhereInput {
  return ownedWhere(ctx, "opportunity");
}

export const opportunityScope = scopeOf(declared);

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
