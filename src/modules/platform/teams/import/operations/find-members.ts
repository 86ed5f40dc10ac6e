import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** Members and placeholders that a file names, by full name or mail address. */
export async function findMembers(ctx: Ctx, keys: readonly string[]) {
  return await tenantSql<{ key: string; id: string; label: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select name_key as key, id, name as label from members
      where tenant_id = ${ctx.tenant.id}::uuid and status <> 'removed' and name_key = any(${keys}::text[])
      union
      select email_key, id, name from members
      where tenant_id = ${ctx.tenant.id}::uuid and status <> 'removed' and email_key = any(${keys}::text[])`,
  );
}

export async function memberCandidates(ctx: Ctx) {
  const rows = await ctx.db.member.findMany({
    where: { status: { not: "removed" } },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: 20_000,
    select: { id: true, name: true },
  });
  return rows.map(({ id, name }) => ({ id, label: name }));
}
