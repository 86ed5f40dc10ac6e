import "server-only";
import { requireProvider } from "@/modules/hub/connections/scope";
import type { Ctx } from "@/server/context";
import { sharedScope } from "@/server/scope";

/** Objects of connections whose service the plan has. */
export const syncObjectScope = sharedScope({
  entity: "syncObject",
  noun: "kind of record",
  edit: "connection:manage",
  seenBy: ["connection:view"],
  async names(ctx: Ctx, ids: string[]) {
    const rows = await ctx.db.syncObject.findMany({ where: { id: { in: ids } }, select: { id: true, entity: true } });
    return rows.map(({ id, entity }) => ({ id, name: entity }));
  },
  async load(ctx: Ctx, ids: string[]) {
    const rows = await ctx.db.syncObject.findMany({
      where: { id: { in: ids } },
      select: { id: true, connection: { select: { provider: true } } },
    });
    for (const { connection } of rows) requireProvider(ctx, connection.provider);
    return rows.map(({ id }) => ({ id }));
  },
});
