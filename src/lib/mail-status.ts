/** `unknown`: the mail server may or may not have it; it is not sent again automatically. */
export const mailStatuses = ["waiting", "sending", "sent", "failed", "unknown", "skipped"] as const;
export type MailStatus = (typeof mailStatuses)[number];
