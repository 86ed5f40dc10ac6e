import "server-only";
import { type Ctx, closedReason } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { lockAdditions } from "@/server/limits";
import { memberEvents } from "../../events";
import { seatLimit } from "../../limits";
import { holdingSeat, invitationEnds, openInvitation } from "../rules";
import { inviterRights, mayInvite } from "./inviters";

/** A transaction that holds the seats of its workspace. */
export type SeatsHeld = Ctx & { readonly holdsSeats: true };

/**
 * The seats are held before invitations, or members who join, are written: locked the other way round, two acts would
 * wait for each other.
 */
export async function holdSeats(ctx: Ctx): Promise<SeatsHeld> {
  await lockAdditions(ctx);
  return { ...ctx, holdsSeats: true };
}

/** Seats that neither a member nor a mailed invitation has; null without a limit. */
export async function freeSeats(ctx: Ctx): Promise<number | null> {
  const most = ctx.entitlements.limit("seats");
  if (most === null) return null;
  const members = (await seatLimit.counted(ctx)).length;
  return Math.max(0, most - members - (await ctx.db.invitation.count({ where: holdingSeat(new Date()) })));
}

/**
 * A seat for an invitation that expired and whose e-mail is tried again: its seat may be somebody else's by now. Without
 * a free one, or when its inviter may no longer invite, it waits, and false is returned.
 */
export async function regainSeat(ctx: Ctx, id: string): Promise<boolean> {
  return await inTransaction(ctx, async (outer) => {
    const inner = await holdSeats(outer);
    const invitation = await inner.db.invitation.findFirst({
      where: { id },
      select: { invitedBy: { select: inviterRights } },
    });
    const mayBeSent = invitation !== null && mayInvite(invitation.invitedBy) && closedReason(inner) === null;
    const isFree = mayBeSent && (await freeSeats(inner)) !== 0;
    const [row] = await inner.db.invitation.updateManyAndReturn({
      where: { id, ...openInvitation },
      data: isFree ? { expiresAt: invitationEnds(new Date()) } : { expiresAt: null, tokenHash: null },
      select: { memberId: true, email: true, role: true },
    });
    if (!row || isFree) return true;
    const { memberId, ...to } = row;
    emit(inner, memberEvents.invitationHeld, { id: memberId, data: { invitationId: id, ...to } });
    return false;
  });
}
