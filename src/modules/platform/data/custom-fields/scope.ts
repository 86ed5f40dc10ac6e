import "server-only";
import { defineScope } from "@/server/scope";

/** Custom fields are visible to everyone in the workspace, until their values are gone. */
export const customFieldScope = defineScope({
  entity: "customField",
  noun: "custom field",
  edit: "field:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.customField.findMany({
      where: { id: { in: ids }, purgedAt: null },
      select: { id: true },
    });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  async names(ctx, ids) {
    const rows = await ctx.db.customField.findMany({ where: { id: { in: ids } }, select: { id: true, label: true } });
    return rows.map(({ id, label }) => ({ id, name: label }));
  },
});
