import "server-only";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { tenantRows } from "./db/tenant-db.ts";

/** The members of teams and of the teams below them. */
export async function membersOfTeams(ctx: Ctx, teamIds: readonly string[]): Promise<string[]> {
  if (teamIds.length === 0) return [];
  const rows = await tenantRows<{ id: string }>(ctx)`
    with recursive wanted as (
      select id from teams where tenant_id = ${ctx.tenant.id}::uuid and id = any(${[...teamIds]}::uuid[])
      union
      select t.id from teams t join wanted on t.parent_id = wanted.id where t.tenant_id = ${ctx.tenant.id}::uuid
    )
    select distinct member_id as id from team_members
    where tenant_id = ${ctx.tenant.id}::uuid and team_id in (select id from wanted)`;
  return rows.map(({ id }) => id);
}

/** The teams that the actor is in, without the teams below them. */
export async function ownTeams(ctx: Ctx): Promise<string[]> {
  const self = memberOf(ctx.actor);
  if (self === null) return [];
  const rows = await tenantRows<{ id: string }>(ctx)`
    select team_id as id from team_members where tenant_id = ${ctx.tenant.id}::uuid and member_id = ${self}::uuid`;
  return rows.map(({ id }) => id);
}

/** The teams that the actor is in, and the teams above them. */
export async function teamsAbove(ctx: Ctx): Promise<string[]> {
  const self = memberOf(ctx.actor);
  if (self === null) return [];
  const rows = await tenantRows<{ id: string }>(ctx)`
    with recursive wanted as (
      select t.id, t.parent_id from teams t join team_members m on m.tenant_id = t.tenant_id and m.team_id = t.id
      where t.tenant_id = ${ctx.tenant.id}::uuid and m.member_id = ${self}::uuid
      union
      select t.id, t.parent_id from teams t join wanted on t.id = wanted.parent_id where t.tenant_id = ${ctx.tenant.id}::uuid
    )
    select id from wanted`;
  return rows.map(({ id }) => id);
}
