import "server-only";
import { registerFirstAttempt } from "@/server/mail-attempts";

/** Who sends the mails that other domains write down. Loaded when one goes: mails need React, which no thread can load. */
registerFirstAttempt(async (ctx, mailId) => {
  const { attemptNow } = await import("@/modules/platform/notifications/mails/operations/attempt-now");
  return await attemptNow(ctx, mailId);
});
