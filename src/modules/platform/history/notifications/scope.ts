import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { defineScope } from "@/server/scope";

/** The member whose inbox an actor has; nobody has another's. */
export function inboxOf(ctx: Ctx): string {
  const memberId = memberOf(ctx.actor);
  if (!memberId) throw new AppError("FORBIDDEN", "Notifications belong to a member.");
  return memberId;
}

/** A member's own; the system reads the members to signal their screens. */
function visibleNotifications(ctx: Ctx): Prisma.NotificationWhereInput {
  return ctx.actor.type === "system" ? {} : { memberId: inboxOf(ctx) };
}

/** Notifications are their member's alone: not even an owner of the workspace sees another's. */
export const notificationScope = defineScope({
  entity: "notification",
  noun: "notification",
  edit: "notification:view",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.notification.findMany({
      where: { AND: [{ id: { in: ids } }, visibleNotifications(ctx)] },
      select: { id: true, memberId: true },
    });
    return rows.map((row) => ({ id: row.id, ownerId: row.memberId }));
  },
});

/** Notifications by the member's id: each member sees only their own. */
export const notificationPreferenceScope = defineScope({
  entity: "notificationPreference",
  noun: "member",
  edit: "notification:view",
  owned: false,
  async load(ctx, ids) {
    const own = ctx.actor.type === "system" ? ids : ids.filter((id) => id === inboxOf(ctx));
    const rows = await ctx.db.member.findMany({ where: { id: { in: own } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: id }));
  },
});
