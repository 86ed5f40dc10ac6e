import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** Products that a file names, by name or SKU. */
export async function findProducts(ctx: Ctx, keys: readonly string[]) {
  return await tenantSql<{ key: string; id: string; label: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select name_key as key, id, name as label from products
      where tenant_id = ${ctx.tenant.id}::uuid and archived_at is null and name_key = any(${keys}::text[])
      union
      select sku_key, id, name from products
      where tenant_id = ${ctx.tenant.id}::uuid and archived_at is null and sku_key = any(${keys}::text[])`,
  );
}

export async function productCandidates(ctx: Ctx) {
  const rows = await ctx.db.product.findMany({
    where: { archivedAt: null },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: 20_000,
    select: { id: true, name: true },
  });
  return rows.map(({ id, name }) => ({ id, label: name }));
}
