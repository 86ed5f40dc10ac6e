import "server-only";
import { memberOf } from "@/server/actor";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import type { FirstAttempt } from "@/server/mail-attempts";
import { notificationMailEvents } from "../events";
import { sendWhenDue } from "./send";

/**
 * The first attempt at an e-mail that somebody waits for; the job that makes further ones is begun when it needs them.
 * Its outcome is no act of that person, so it is an act of the product, as that of each later attempt.
 */
export const attemptNow: FirstAttempt = async (asker, id) => {
  const ctx: typeof asker = {
    ...asker,
    actor: { type: "system", job: "send-notification-mail", reason: "The first attempt" },
  };
  const again = await sendWhenDue(ctx, id, memberOf(asker.actor));
  if (again) await inTransaction(ctx, async (inner) => emit(inner, notificationMailEvents.queued, { id, data: {} }));
  return await ctx.db.notificationMail.findFirstOrThrow({ where: { id }, select: { status: true, reason: true } });
};
