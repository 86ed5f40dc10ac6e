import "server-only";
import type { Ctx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import { AppError } from "@/server/errors";
import type { ReadyMail } from "@/server/mail-attempts";
import { appLink, messageIdOf } from "@/server/mailer";
import { newId } from "@/server/new-id";
import { roleLabels } from "../../catalog";
import type { GivenRole } from "../../schema";
import { invitationEnds, openInvitation, validDays } from "../rules";
import { regainSeat } from "./free-seats";

/**
 * Queues the e-mail of an invitation in the running transaction. Returns the id of the e-mail, which is not sent yet.
 */
export async function openInvitationMail(
  ctx: Ctx,
  to: { invitationId: string; memberId: string; email: string },
): Promise<string> {
  const { invitationId, memberId, email } = to;
  const row = await ctx.db.notificationMail.create({
    data: { invitationId, memberId, address: email, urgent: false, dueAt: new Date() },
    select: { id: true },
  });
  return row.id;
}

/**
 * The current e-mail of an invitation. Each attempt has a new link that only this e-mail contains; the database keeps a
 * hash. So each attempt is a separate e-mail with its own Message-ID.
 */
export async function writeInvitation(ctx: Ctx, id: string): Promise<ReadyMail | { nothing: string }> {
  const row = await ctx.db.invitation.findFirst({
    where: { id },
    select: {
      email: true,
      role: true,
      expiresAt: true,
      acceptedAt: true,
      revokedAt: true,
      invitedBy: { select: { name: true } },
    },
  });
  if (!row || row.revokedAt) return { nothing: "The invitation was revoked or replaced by a newer one." };
  if (row.acceptedAt) return { nothing: "The invitation was accepted." };
  const { expiresAt } = row;
  if (expiresAt === null || (expiresAt <= new Date() && !(await regainSeat(ctx, id))))
    return {
      nothing:
        "No seat is free, or who invited may no longer invite. The invitation waits, and is sent in another e-mail then.",
    };
  const workspace = ctx.tenant.name;
  const invitedBy = row.invitedBy.name;
  const token = randomToken();
  const { InvitationMail } = await import("../emails/invitation-mail");
  return {
    message: {
      to: row.email,
      subject: `${invitedBy} invites you to ${workspace}`,
      messageId: messageIdOf(`invitation.${newId()}`),
      body: InvitationMail({
        workspace,
        invitedBy,
        role: roleLabels[row.role as GivenRole],
        href: appLink(`/invitation?token=${token}`),
        days: validDays,
      }),
    },
    async onAttempt(inner) {
      const { count } = await inner.db.invitation.updateMany({
        where: { id, ...openInvitation },
        data: { tokenHash: tokenHash(token), expiresAt: invitationEnds(new Date()) },
      });
      if (count === 0) throw new AppError("UNAVAILABLE", "The invitation was answered or revoked at the same moment.");
    },
    async onSent(inner, sentAt) {
      await inner.db.invitation.updateMany({ where: { id }, data: { sentAt } });
    },
  };
}
