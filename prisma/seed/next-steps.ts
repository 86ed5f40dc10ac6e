import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

const lines = [
  "Send the revised offer",
  "Ask for the date of the decision",
  "Agree on a date for the demo",
  "Call about the contract",
  "Get the technical questions answered",
  "Introduce the implementation team",
] as const;

/**
 * Writes next steps of open opportunities and contacts for which nothing is planned: for most of them in the next weeks, for
 * some a day that has passed; every fifth one stays without.
 */
export async function writeNextSteps(ctx: Ctx): Promise<void> {
  const rows = (table: string, isSold: Prisma.Sql) =>
    tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        update ${Prisma.raw(table)} t set
          next_step = (${[...lines]}::text[])[1 + h.mark % ${lines.length}],
          next_step_on = current_date + (h.mark / 7 % 24 - 3)
        from (
          select x.id, abs(hashtext(x.name_key)) as mark from ${Prisma.raw(table)} x where x.tenant_id = ${ctx.tenant.id}::uuid
        ) h
        where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = h.id and t.next_activity is null and ${isSold} and h.mark % 5 <> 0`,
    );
  await rows("opportunities", Prisma.sql`t.status = 'open'`);
  await rows("contacts", Prisma.sql`t.lifecycle in ('lead', 'mql', 'sql', 'opportunity')`);
}
