import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** How many opportunities each gets: open ones, and the latest that were won. */
const [open, won] = [12, 3];

/**
 * Gives opportunities of the files to the people who sign in first: the files name salespeople only, and the page Today
 * of the owner would be empty.
 */
export async function bringOwnSales(ctx: Ctx): Promise<void> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with people as (
        select id, row_number() over (order by created_at, id) - 1 as place, count(*) over () as many
        from members where tenant_id = ${tenant} and status = 'active'
      ), sales as (
        select id, status, row_number() over (
          partition by status order by case when status = 'won' then actual_close_date end desc, abs(hashtext(coalesce(external_id, name)))
        ) as place
        from opportunities where tenant_id = ${tenant} and status in ('open', 'won')
      )
      update opportunities o set owner_id = p.id
      from sales s join people p on s.place % p.many = p.place and s.place <= p.many * case s.status when 'open' then ${open}::int else ${won}::int end
      where o.tenant_id = ${tenant} and o.id = s.id`,
  );
}
