import "server-only";
import { sharedScope, singleScope } from "@/server/scope";

/** Sessions of support: for owners and admins. */
export const supportSessionScope = sharedScope({
  entity: "supportSession",
  noun: "support session",
  edit: "support:manage",
  seenBy: ["support:manage"],
  load: (ctx, ids) => ctx.db.supportSession.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: async (ctx, ids) => {
    const rows = await ctx.db.supportSession.findMany({
      where: { id: { in: ids } },
      select: { id: true, ticket: true },
    });
    return rows.map(({ id, ticket }) => ({ id, name: `Ticket ${ticket}` }));
  },
});

/** The consent of the workspace to support: one, with the id of the workspace. */
export const supportAccessScope = singleScope({
  entity: "supportAccess",
  noun: "support access",
  edit: "support:manage",
});
