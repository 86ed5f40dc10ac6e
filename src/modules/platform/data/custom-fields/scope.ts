import "server-only";
import { sharedScope } from "@/server/scope";

/** Custom fields are visible to everyone in the workspace, until their values are gone. */
export const customFieldScope = sharedScope({
  entity: "customField",
  noun: "custom field",
  edit: "field:manage",
  load: (ctx, ids) =>
    ctx.db.customField.findMany({
      where: { id: { in: ids }, purgedAt: null },
      select: { id: true },
    }),
  async names(ctx, ids) {
    const rows = await ctx.db.customField.findMany({ where: { id: { in: ids } }, select: { id: true, label: true } });
    return rows.map(({ id, label }) => ({ id, name: label }));
  },
});
