/** `unknown`: the mail server may have it, and nobody can say; it is not sent again by itself. */
export const mailStatuses = ["waiting", "sending", "sent", "failed", "unknown", "skipped"] as const;
export type MailStatus = (typeof mailStatuses)[number];
