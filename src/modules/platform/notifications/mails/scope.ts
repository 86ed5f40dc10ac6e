import "server-only";
import { defineScope } from "@/server/scope";

/** To whom mail went and whether it arrived is for who manages the workspace; what it said is not kept. */
export const notificationMailScope = defineScope({
  entity: "notificationMail",
  noun: "mail",
  edit: "workspace:manage",
  owned: false,
  async load(ctx, ids) {
    if (!ctx.can("workspace:manage")) return [];
    const rows = await ctx.db.notificationMail.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
});
