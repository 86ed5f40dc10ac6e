import "server-only";
import { defineScope } from "@/server/scope";

/** Sessions of support: for owners and admins. */
export const supportSessionScope = defineScope({
  entity: "supportSession",
  noun: "support session",
  edit: "support:manage",
  owned: false,
  async load(ctx, ids) {
    if (!ctx.can("support:manage")) return [];
    const rows = await ctx.db.supportSession.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  names: async (ctx, ids) => {
    const rows = await ctx.db.supportSession.findMany({
      where: { id: { in: ids } },
      select: { id: true, ticket: true },
    });
    return rows.map(({ id, ticket }) => ({ id, name: `Ticket ${ticket}` }));
  },
});

/** The consent of the workspace to support: one, with the id of the workspace. */
export const supportAccessScope = defineScope({
  entity: "supportAccess",
  noun: "support access",
  edit: "support:manage",
  owned: false,
  load: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, ownerId: null })),
  names: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, name: ctx.tenant.name })),
});
