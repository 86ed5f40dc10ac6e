import "server-only";
import { sharedScope } from "@/server/scope";

/** Invitations belong to the whole workspace. */
export const invitationScope = sharedScope({
  entity: "invitation",
  noun: "invitation",
  edit: "member:manage",
  load: (ctx, ids) => ctx.db.invitation.findMany({ where: { id: { in: ids } }, select: { id: true } }),
});
