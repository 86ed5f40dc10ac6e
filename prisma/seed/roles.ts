import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/**
 * Gives opportunities contacts of their accounts, with roles that fit their jobs: one to five to each open one, and
 * one to some of the closed ones. One statement, since the demo is to start fast.
 */
export async function bringRoles(ctx: Ctx): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with people as (
        select id, account_id, job_title,
          row_number() over (partition by account_id order by external_id) - 1 as place,
          count(*) over (partition by account_id) as many
        from contacts where tenant_id = ${ctx.tenant.id}::uuid and account_id is not null
      ), sales as (
        select id, account_id, status, dice, case when status = 'open' then 1 + dice % 5 when dice % 4 = 0 then 1 else 0 end as wanted
        from (select id, account_id, status, abs(hashtext(coalesce(external_id, name))) as dice
              from opportunities where tenant_id = ${ctx.tenant.id}::uuid) o
      ), parts as (
        select s.id as opportunity_id, s.status, p.id as contact_id, p.job_title,
          (p.place - s.dice % p.many + p.many) % p.many as number, abs(hashtext(p.job_title || s.dice::text)) % 10 as mood
        from sales s join people p on p.account_id = s.account_id
        where (p.place - s.dice % p.many + p.many) % p.many < s.wanted
      )
      insert into opportunity_contacts (id, tenant_id, opportunity_id, contact_id, role, stance, is_primary)
      select gen_random_uuid(), ${ctx.tenant.id}::uuid, opportunity_id, contact_id,
        case
          when job_title in ('Chief financial officer', 'Legal counsel') then 'signs'
          when job_title like 'Chief%' or job_title like 'Head of%' then 'decides'
          when job_title in ('IT manager', 'Buyer') then 'evaluates'
          when job_title in ('Marketing manager', 'Sales director') then 'influences'
          when job_title is not null then 'uses'
        end,
        case
          when mood < 3 and status <> 'lost' then 'champion'
          when mood > 7 or (mood < 4 and status = 'lost') then 'against'
          else 'neutral'
        end,
        number = 0
      from parts returning 1 as done`,
  );
}
