import "server-only";
import type { Role } from "@/lib/role-rows";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { type Grant, reachOf } from "@/server/permissions";
import { waitingForSeat } from "../rules";

/** The facts that decide whether a member may invite. */
export const inviterRights = {
  id: true,
  userId: true,
  name: true,
  status: true,
  role: true,
  grants: { select: { permission: true, effect: true } },
} satisfies Prisma.MemberSelect;
type Inviter = Prisma.MemberGetPayload<{ select: typeof inviterRights }>;

/** Whether a member may still invite; who may invite gives every role but that of an owner. */
export function mayInvite({ id, userId, status, role, grants }: Inviter): boolean {
  const actor = { type: "user", memberId: id, userId: userId ?? "" } as const;
  return status === "active" && reachOf("member:manage", actor, role as Role, grants as Grant[]) !== "none";
}

/** The members in whose names waiting invitations may be mailed now. */
export async function waitingInviters({ db }: Pick<Ctx, "db">): Promise<string[]> {
  const inviters = await db.invitation.groupBy({ by: ["invitedById"], where: waitingForSeat });
  if (inviters.length === 0) return [];
  const ids = inviters.map(({ invitedById }) => invitedById);
  const rows = await db.member.findMany({ where: { id: { in: ids } }, select: inviterRights });
  return rows.filter(mayInvite).map(({ id }) => id);
}
