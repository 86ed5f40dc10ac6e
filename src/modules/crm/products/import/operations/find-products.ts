import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";

/** Products that a file names, by name or SKU. */
export async function findProducts(ctx: Ctx, keys: readonly string[]) {
  return await tenantSql<{ key: string; id: string; label: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select k.key, t.id, t.name as label from ${rowsByKey(ctx, "products", "name_key", keys)}
      where t.archived_at is null
      union
      select k.key, t.id, t.name from ${rowsByKey(ctx, "products", "sku_key", keys)} where t.archived_at is null`,
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

/** The SKU, for products of one name. */
export async function tellProductsApart(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.product.findMany({ where: { id: { in: [...ids] } }, select: { id: true, sku: true } });
  return new Map(rows.map(({ id, sku }) => [id, sku ?? ""]));
}
