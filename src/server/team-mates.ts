import "server-only";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";

/**
 * The common table expressions, after `with recursive`, that give `people` (id): the member alone, or with everybody in
 * their teams and in the teams below.
 */
export function peopleSql(ctx: Pick<Ctx, "tenant">, memberId: string, scope: "mine" | "teams"): Prisma.Sql {
  if (scope === "mine") return Prisma.sql`people as materialized (select ${memberId}::uuid as id)`;
  const tenant = Prisma.sql`tenant_id = ${ctx.tenant.id}::uuid`;
  return Prisma.sql`
    own_teams as (
      select team_id from team_members where ${tenant} and member_id = ${memberId}::uuid
      union
      select t.id from own_teams o join teams t on t.${tenant} and t.parent_id = o.team_id
    ),
    people as materialized (
      select ${memberId}::uuid as id
      union
      select m.member_id from own_teams o join team_members m on m.${tenant} and m.team_id = o.team_id
    )`;
}
