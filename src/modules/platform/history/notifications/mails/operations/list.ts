import "server-only";
import { groupBy } from "@/lib/group-by";
import { type MailStatus, mailStatuses } from "@/lib/mail-status";
import { openInvitation } from "@/modules/platform/identity/members/invitations/rules";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { cursorBehind, pageFrom, readPageCursor } from "@/server/page-cursor";
import { notificationMailEvents } from "../events";
import { emptyStatus, mayBeRetried } from "../rules";
import { listMailsInput, type MailLine, type MailsShown, mailIdInput, mailIdOutput, mailPage } from "../schema";
import { notificationMailScope } from "../scope";

const wanted: Readonly<Record<MailsShown, Prisma.NotificationMailWhereInput>> = {
  all: { status: { not: emptyStatus } },
  waiting: { status: { in: ["waiting", "sending"] } },
  sent: { status: "sent" },
  failed: { status: "failed" },
  unknown: { status: "unknown" },
  skipped: { status: "skipped" },
};

function after(cursor: string | undefined): Prisma.NotificationMailWhereInput {
  const end = readPageCursor(cursor);
  return end ? { OR: [{ createdAt: { lt: end.at } }, { createdAt: end.at, id: { lt: end.id } }] } : {};
}

function kindOf({ invitationId, digestOn }: { invitationId: string | null; digestOn: Date | null }): MailLine["kind"] {
  if (digestOn !== null) return "digest";
  return invitationId === null ? "notifications" : "invitation";
}

export const listNotificationMails = platform.operation({
  kind: "query",
  permission: "workspace:manage",
  input: listMailsInput,
  output: mailPage,
  rest: { method: "GET", path: "/notification-mails" },
  describe:
    "The notification, digest and invitation e-mails of the last 90 days, newest first: the recipient, whether the e-mail was sent, and why not.",
  async run(ctx, { show = "all", cursor, limit = 25 }) {
    const rows = await ctx.db.notificationMail.findMany({
      where: { AND: [wanted[show], after(cursor)] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: {
        id: true,
        invitationId: true,
        digestOn: true,
        address: true,
        urgent: true,
        status: true,
        reason: true,
        attempts: true,
        messageId: true,
        createdAt: true,
        dueAt: true,
        finishedAt: true,
        member: { select: { id: true, name: true, email: true } },
        invitation: { select: { acceptedAt: true, revokedAt: true } },
      },
    });
    const { rows: shown, nextCursor } = pageFrom(rows, limit, ({ createdAt: at, id }) => cursorBehind({ at, id }));
    const counts = await ctx.db.notificationMailItem.groupBy({
      by: ["mailId", "type"],
      where: { mailId: { in: shown.map(({ id }) => id) } },
      _count: { _all: true },
      orderBy: [{ mailId: "asc" }, { type: "asc" }],
    });
    const types = groupBy(counts, ({ mailId }) => mailId);
    return {
      rows: shown.map(({ member, invitation, ...mail }) => ({
        id: mail.id,
        kind: kindOf(mail),
        member: { id: member.id, name: member.name },
        address: mail.address ?? member.email,
        urgent: mail.urgent,
        status: mail.status as MailStatus,
        reason: mail.reason,
        attempts: mail.attempts,
        messageId: mail.messageId,
        types: (types.get(mail.id) ?? []).map(({ type, _count }) => ({ type, count: _count._all })),
        createdAt: mail.createdAt.toISOString(),
        dueAt: mail.dueAt.toISOString(),
        finishedAt: isoOf(mail.finishedAt),
        mayRetry: mayBeRetried(mail.status) && !invitation?.acceptedAt && !invitation?.revokedAt,
      })),
      nextCursor,
    };
  },
});

export const retryNotificationMail = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  on: { scope: notificationMailScope, ids: (input) => [input.id] },
  input: mailIdInput,
  output: mailIdOutput,
  rest: { method: "POST", path: "/notification-mails/{id}/retry" },
  describe:
    "Resends an e-mail that failed or may not have arrived, with the records that its recipient may see now. Notifications can then arrive twice, with the same Message-ID; the link of an earlier invitation stops working. CONFLICT for any other e-mail.",
  async run(ctx, { id }) {
    const { count } = await ctx.db.notificationMail.updateMany({
      where: {
        id,
        status: { in: mailStatuses.filter(mayBeRetried) },
        OR: [{ invitationId: null }, { invitation: openInvitation }],
      },
      data: { status: "waiting", reason: null, attempts: 0, finishedAt: null, dueAt: new Date() },
    });
    if (count === 0)
      throw new AppError(
        "CONFLICT",
        "This e-mail has not failed, is already being resent, or its invitation has ended. Reload the page.",
      );
    emit(ctx, notificationMailEvents.retried, { id, data: {} });
    return { id };
  },
});
