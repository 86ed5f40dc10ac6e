import "server-only";
import { defineScope } from "@/server/scope";

/** Teams are visible to everyone in the workspace. */
export const teamScope = defineScope({
  entity: "team",
  noun: "team",
  edit: "team:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.team.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  names: (ctx, ids) => ctx.db.team.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "teams",
});
