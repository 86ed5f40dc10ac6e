import "server-only";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import type { FirstAttempt } from "@/server/mail-attempts";
import { notificationMailEvents } from "../events";
import { sendWhenDue } from "./send";

/** The first attempt at a mail that somebody waits for; the job that makes further ones is begun when it needs them. */
export const attemptNow: FirstAttempt = async (ctx, id) => {
  const again = await sendWhenDue(ctx, id);
  if (again) await inTransaction(ctx, async (inner) => emit(inner, notificationMailEvents.queued, { id, data: {} }));
  return await ctx.db.notificationMail.findFirstOrThrow({ where: { id }, select: { status: true, reason: true } });
};
