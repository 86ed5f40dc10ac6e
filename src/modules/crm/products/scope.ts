import "server-only";
import { defineScope } from "@/server/scope";

/** Products belong to the workspace: everyone sees them, who manages products changes them. */
export const productScope = defineScope({
  entity: "product",
  noun: "product",
  edit: "product:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.product.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  names: (ctx, ids) => ctx.db.product.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
});
