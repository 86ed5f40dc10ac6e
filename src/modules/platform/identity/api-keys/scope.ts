import "server-only";
import { defineScope } from "@/server/scope";

/** API keys belong to the workspace: members who manage them see all, others none. */
export const apiKeyScope = defineScope({
  entity: "apiKey",
  noun: "API key",
  edit: "apiKey:manage",
  owned: false,
  async load(ctx, ids) {
    if (!ctx.can("apiKey:manage")) return [];
    const rows = await ctx.db.apiKey.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  names: (ctx, ids) => ctx.db.apiKey.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
});
