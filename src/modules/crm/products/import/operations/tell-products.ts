import "server-only";
import type { Ctx } from "@/server/context";

/** The SKU, for products of one name. */
export async function tellProductsApart(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.product.findMany({ where: { id: { in: [...ids] } }, select: { id: true, sku: true } });
  return new Map(rows.map(({ id, sku }) => [id, sku ?? ""]));
}
