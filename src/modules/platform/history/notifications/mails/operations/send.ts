import "server-only";
import { writeInvitation } from "@/modules/platform/identity/members/invitations/operations/invitation-mail";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import type { ReadyMail } from "@/server/mail-attempts";
import { deliverMail, MailRefused } from "@/server/mailer";
import { commit, release, reserve } from "@/server/usage/reserve";
import { type EmptyDigest, readyDigest } from "../../digests/operations/compose";
import { beyondLimit } from "../../rules";
import { notificationMailEvents } from "../events";
import { attemptMs, emptyStatus, fullMs, nextAttempt } from "../rules";
import { notificationMailScope } from "../scope";
import { composeMail } from "./compose";
import { heldUntil, hoursOf } from "./hours";
import { recipientOf } from "./recipient";

/** The outcome of an e-mail, or the time of the next check. */
type Next = Date | null;

/**
 * Does for an e-mail what can be done now: sends it, holds it, or records why it is not sent. Returns the time of the
 * next check; null when it is settled. It may be called at any time, also by several at once. It counts as usage of the
 * member who requested it.
 */
export async function sendWhenDue(ctx: Ctx, id: string, askedBy = memberOf(ctx.actor)): Promise<Next> {
  const mail = await ctx.db.notificationMail.findFirst({
    where: { id },
    select: { ...select, status: true, dueAt: true, triedAt: true, attempts: true },
  });
  const now = new Date();
  if (mail?.status === "sending") return await whatBecameOf(ctx, id, mail.triedAt ?? now, now);
  if (mail?.status !== "waiting") return null;
  if (mail.dueAt > now) return mail.dueAt;

  const ready = await readyMail(ctx, mail, now);
  if ("isEmpty" in ready) return await settleEmpty(ctx, id);
  if ("nothing" in ready) return await settle(ctx, id, "skipped", ready.nothing);
  if ("held" in ready) return await hold(ctx, id, ready.held);
  const place = await holdPlace(ctx, mail, askedBy ?? mail.memberId);
  if ("full" in place) return await holdFull(ctx, id, place, now);
  return await attempt(ctx, id, { attempts: mail.attempts, placeId: place.id, ready });
}

/** A reservation of the month; null for an e-mail that is sent although the plan has none left. */
interface Place {
  id: string | null;
}

/** Holds one of the e-mails that the plan has left this month, or says why it has none. */
async function holdPlace(ctx: Ctx, { id }: Mail, memberId: string): Promise<Place | { full: string; until: Date }> {
  try {
    const use = { meter: "emailsSent", quantity: 1, source: "mail", memberId } as const;
    return { id: await reserve(ctx, { ...use, entity: notificationMailScope.entity, recordId: id }) };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "LIMIT_REACHED")) throw error;
    const necessary = await ctx.db.notificationMailItem.count({ where: { mailId: id, type: { in: beyondLimit } } });
    if (necessary > 0) return { id: null };
    const { resetsAt } = error.details ?? {};
    return { full: error.message, until: typeof resetsAt === "string" ? new Date(resetsAt) : new Date(0) };
  }
}

/** Nothing is lost: the e-mail waits for the next month, and looks each hour whether the plan has grown. */
async function holdFull(
  ctx: Ctx,
  id: string,
  { full, until }: { full: string; until: Date },
  now: Date,
): Promise<Next> {
  const nextLook = new Date(now.getTime() + fullMs);
  const dueAt = until > now && until < nextLook ? until : nextLook;
  const where = { id, status: "waiting" };
  await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.notificationMail.updateMany({
      where: { ...where, OR: [{ reason: null }, { reason: { not: full } }] },
      data: { reason: full },
    });
    await inner.db.notificationMail.updateMany({ where, data: { dueAt } });
    if (count > 0) emit(inner, notificationMailEvents.delayed, { id, data: { reason: full } });
  });
  return dueAt;
}

const select = { id: true, memberId: true, invitationId: true, digestOn: true, urgent: true } as const;
type Mail = Prisma.NotificationMailGetPayload<{ select: typeof select }>;

type Ready = ReadyMail | { nothing: string } | { held: Date } | EmptyDigest;

async function readyMail(ctx: Ctx, mail: Mail, now: Date): Promise<Ready> {
  if (ctx.tenant.status !== "active") return { nothing: "The workspace is suspended." };
  if (mail.invitationId !== null) return await writeInvitation(ctx, mail.invitationId);
  const recipient = await recipientOf(ctx, mail.memberId);
  if ("away" in recipient) return { nothing: recipient.away };
  // It goes at the time that its member chose, whatever the working hours.
  if (mail.digestOn !== null) return await readyDigest(ctx, { ...mail, digestOn: mail.digestOn }, recipient, now);
  const free = mail.urgent ? now : heldUntil(await hoursOf(ctx, mail.memberId), now);
  if (free > now) return { held: free };

  // From here on no notification joins: the e-mail sends those that are read next.
  await ctx.db.notificationMail.updateMany({ where: { id: mail.id, status: "waiting" }, data: { openKey: null } });
  const message = await composeMail(ctx, mail.id, recipient);
  return "nothing" in message ? message : { message };
}

async function hold(ctx: Ctx, id: string, dueAt: Date): Promise<Next> {
  await ctx.db.notificationMail.updateMany({ where: { id, status: "waiting" }, data: { dueAt } });
  return dueAt;
}

interface Attempt {
  attempts: number;
  /** The reservation of the e-mail, if it has one. */
  placeId: string | null;
  ready: ReadyMail;
}

/**
 * At most once: the attempt is recorded before the mail server has the e-mail, so that the next job after a crash knows
 * that it may have gone.
 */
async function attempt(ctx: Ctx, id: string, { attempts, placeId, ready }: Attempt): Promise<Next> {
  const { message, onAttempt, onSent } = ready;
  const begun = new Date();
  const isOurs = await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.notificationMail.updateMany({
      where: { id, status: "waiting", attempts },
      data: {
        status: "sending",
        triedAt: begun,
        attempts: attempts + 1,
        address: message.to,
        messageId: message.messageId,
      },
    });
    if (count > 0) await onAttempt?.(inner);
    return count > 0;
  });
  if (!isOurs) {
    if (placeId) await release(ctx, placeId);
    return new Date(begun.getTime() + attemptMs);
  }
  try {
    await deliverMail(message);
  } catch (error) {
    if (placeId) await release(ctx, placeId);
    if (!(error instanceof MailRefused)) {
      await releaseMail(ctx, id, attempts);
      throw error;
    }
    const again = error.again === "later" ? nextAttempt(attempts + 1, new Date()) : null;
    if (again) return await retryLater(ctx, id, error.message, again);
    return await settle(ctx, id, error.again === "unknown" ? "unknown" : "failed", error.message);
  }
  return await settle(ctx, id, "sent", null, async (inner, sentAt) => {
    if (placeId) await commit(inner, placeId);
    await onSent?.(inner, sentAt);
  });
}

/** An attempt that somebody else began: it may be under way, or have ended with its process. */
async function whatBecameOf(ctx: Ctx, id: string, triedAt: Date, now: Date): Promise<Next> {
  const givenUp = new Date(triedAt.getTime() + attemptMs);
  if (givenUp > now) return givenUp;
  const reason = "The server stopped while it sent the mail: it may have arrived, so it is not resent.";
  return await settle(ctx, id, "unknown", reason);
}

async function retryLater(ctx: Ctx, id: string, reason: string, dueAt: Date): Promise<Next> {
  await inTransaction(ctx, async (inner) => {
    await inner.db.notificationMail.updateMany({
      where: { id, status: "sending" },
      data: { status: "waiting", reason, dueAt },
    });
    emit(inner, notificationMailEvents.delayed, { id, data: { reason } });
  });
  return dueAt;
}

/**
 * An attempt that failed by a fault of ours, before any mail server had something: it was none, and the job comes
 * again.
 */
async function releaseMail(ctx: Ctx, id: string, attempts: number): Promise<void> {
  await ctx.db.notificationMail.updateMany({
    where: { id, status: "sending", attempts: attempts + 1 },
    data: { status: "waiting", attempts, reason: "Something went wrong on our side before it was sent." },
  });
}

/** A digest without a line is no e-mail: its row stays for its day, and neither the log nor the audit log shows it. */
async function settleEmpty(ctx: Ctx, id: string): Promise<null> {
  const data = { status: emptyStatus, finishedAt: new Date() };
  await ctx.db.notificationMail.updateMany({ where: { id, status: "waiting" }, data });
  return null;
}

type Settled = "sent" | "failed" | "unknown" | "skipped";

async function settle(ctx: Ctx, id: string, status: Settled, reason: string | null, onSent?: ReadyMail["onSent"]) {
  const finishedAt = new Date();
  await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.notificationMail.updateMany({
      where: { id, status: status === "skipped" ? "waiting" : "sending" },
      data: { status, reason, finishedAt, openKey: null },
    });
    if (count === 0) return;
    if (status === "sent") {
      await onSent?.(inner, finishedAt);
      emit(inner, notificationMailEvents.sent, { id, data: {} });
    } else emit(inner, notificationMailEvents[status], { id, data: { reason: reason ?? "" } });
  });
  return null;
}
