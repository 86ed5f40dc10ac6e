import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";

/**
 * The audience of a record: the whole workspace, the members whom the visibility of the object lets see it, owners
 * and admins, or only its own member.
 */
export type AudienceLevel = "everyone" | "team" | "own" | "admins" | "self";

/**
 * The active colleagues who see a record that these members own or owned, as `ownedWhere` decides for each of them; an
 * owner of null means a record without one. Null stands for every colleague. Guests see by shares (`sharedWith`).
 */
export async function audienceOf(
  ctx: Ctx,
  level: AudienceLevel,
  owners: readonly (string | null)[],
): Promise<string[] | null> {
  if (level === "everyone" || (level === "team" && owners.includes(null))) return null;
  const named = owners.filter((owner) => owner !== null);
  if (level === "self") return named;
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive theirs as (
        select team_id as id from team_members
        where tenant_id = ${ctx.tenant.id}::uuid and member_id = any(${named}::uuid[])
      ),
      above as (
        select id from theirs
        union
        select t.parent_id from teams t join above on t.id = above.id
        where t.tenant_id = ${ctx.tenant.id}::uuid and t.parent_id is not null
      )
      select m.id from members m
      where m.tenant_id = ${ctx.tenant.id}::uuid and m.status = 'active' and m.role <> 'guest' and (
        m.role in ('owner', 'admin')
        or ${level !== "admins"} and (
          (m.role <> 'viewer' or ${level === "team"})
          and (${level === "own" && owners.includes(null)} or m.id = any(${named}::uuid[]) or exists (
            select 1 from team_members p where p.tenant_id = m.tenant_id and p.member_id = m.id and (
              (${level === "team"} or m.role = 'manager') and p.team_id in (select id from theirs)
              or m.role = 'manager' and p.team_id in (select id from above))))
        )
      )
      order by m.id`,
  );
  return rows.map((row) => row.id);
}
