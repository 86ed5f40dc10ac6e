import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { OutboxEvent } from "../outbox/consumers.ts";

/** After these a member may have more or fewer rights than before. */
const changesRights = new Set(["member.removed", "member.roleChanged", "member.grantChanged"]);
/** After these members may see other records than before, unless everyone sees everything. */
const changesVisibility = new Set([
  "workspace.visibilityChanged",
  "workspace.factorRequirementChanged",
  "team.updated",
  "team.membersAdded",
  "team.membersRemoved",
  "team.deleted",
]);

/** The members whose connections are out of date after these events: they may subscribe to less now, or to nothing. */
export async function outdatedConnections(ctx: Ctx, events: readonly OutboxEvent[]): Promise<string[]> {
  const named = events.flatMap(({ name, entityId }) => (changesRights.has(name) ? [entityId] : []));
  const changing = events.flatMap(({ id, name }) => (changesVisibility.has(name) ? [id] : []));
  return [...new Set([...named, ...(changing.length > 0 ? await membersWithOtherVisibility(ctx, changing) : [])])];
}

/**
 * The members who see other records after these events: for a team its members, those who joined or left, and the
 * managers of its old and new branch; for visibility everyone but owners and admins, who see all records. A required
 * second factor ends the connections of all: those who have one connect again.
 */
async function membersWithOtherVisibility(ctx: Ctx, eventIds: readonly string[]): Promise<string[]> {
  const restricted = Object.values(ctx.tenant.visibility).some((level) => level !== "everyone");
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive changes as (
        select name, entity_id, before, after, data from events
        where tenant_id = ${ctx.tenant.id}::uuid and id = any(${eventIds}::uuid[])
      ),
      of_teams as (
        select * from changes
        where ${restricted} and name like 'team.%' and (name <> 'team.updated' or before ? 'parentId')
      ),
      above as (
        select entity_id as id from of_teams
        union select (before->>'parentId')::uuid from of_teams where before->>'parentId' is not null
        union select t.parent_id from teams t join above a on t.id = a.id
        where t.tenant_id = ${ctx.tenant.id}::uuid and t.parent_id is not null
      ),
      moved as (
        select jsonb_array_elements_text(coalesce(data->'memberIds', before->'memberIds', '[]'))::uuid as id
        from of_teams
      )
      select m.id from members m
      where m.tenant_id = ${ctx.tenant.id}::uuid and m.status = 'active' and (
        exists (select 1 from changes where name = 'workspace.factorRequirementChanged')
        or m.role not in ('owner', 'admin') and (
        exists (select 1 from changes where name = 'workspace.visibilityChanged')
        or m.id in (select id from moved)
        or exists (
          select 1 from team_members p where p.tenant_id = m.tenant_id and p.member_id = m.id and (
            p.team_id in (select entity_id from of_teams)
            or m.role = 'manager' and p.team_id in (select id from above)))))`,
  );
  return rows.map(({ id }) => id);
}
