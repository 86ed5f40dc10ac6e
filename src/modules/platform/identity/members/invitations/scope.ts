import "server-only";
import { defineScope } from "@/server/scope";

/** Invitations belong to the whole workspace. */
export const invitationScope = defineScope({
  entity: "invitation",
  noun: "invitation",
  edit: "member:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.invitation.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map((row) => ({ ...row, ownerId: null }));
  },
});
