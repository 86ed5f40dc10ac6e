import "server-only";
import { defineScope } from "@/server/scope";

/** Recipients and outcomes of e-mail are for members who manage the workspace; the content is not stored. */
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
