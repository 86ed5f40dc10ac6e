import "server-only";
import { attemptNow } from "@/modules/platform/notifications/mails/operations/attempt-now";
import { registerFirstAttempt } from "@/server/mail-attempts";

/** Who sends the mails that other domains write down. */
registerFirstAttempt(attemptNow);
