import "server-only";
import { mailOf } from "@/modules/platform/identity/auth/operations/person";
import type { Ctx } from "@/server/context";
import { memberCtx } from "@/server/member-ctx";
import { inactiveReason } from "../rules";

/** The recipient of an e-mail: the address, and the records that they can see now. */
export interface Recipient {
  memberId: string;
  name: string;
  address: string;
  /** The workspace with the rights that they have now. */
  ctx: Ctx;
}

/** Whom an e-mail of this member goes to, or why to nobody. */
export async function recipientOf(ctx: Ctx, memberId: string): Promise<Recipient | { away: string }> {
  const member = await ctx.db.member.findFirst({
    where: { id: memberId },
    select: { name: true, status: true, userId: true },
  });
  const away = member ? inactiveReason(member.status) : "The member was deleted.";
  if (away !== null || !member?.userId) return { away: away ?? "The member has no account." };
  const { email, isVerified } = await mailOf(member.userId);
  if (!isVerified) return { away: "The member has not confirmed the e-mail address." };
  const theirs = await memberCtx(ctx.tenant.id, {
    memberId,
    keyId: null,
    requestId: ctx.requestId,
    batchId: ctx.requestId,
  });
  if (theirs === null || theirs === "suspended") return { away: "The member is not active." };
  return { memberId, name: member.name, address: email, ctx: theirs };
}
