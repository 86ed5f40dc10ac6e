import "server-only";
import { registerFirstAttempt } from "@/server/mail-attempts";

/**
 * The sender of mails that other domains write. Loaded for the first mail: mails need React, which no thread can
 * load.
 */
registerFirstAttempt(async (ctx, mailId) => {
  const { attemptNow } = await import("@/modules/platform/notifications/mails/operations/attempt-now");
  return await attemptNow(ctx, mailId);
});
