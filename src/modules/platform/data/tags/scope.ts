import "server-only";
import { defineScope } from "@/server/scope";

/** Tags are visible to everyone in the workspace, until they went into another one. */
export const tagScope = defineScope({
  entity: "tag",
  noun: "tag",
  edit: "field:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.tag.findMany({ where: { id: { in: ids }, mergedIntoId: null }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  names: (ctx, ids) => ctx.db.tag.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "tags",
});
