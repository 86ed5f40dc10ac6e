import { z } from "zod";
import { mailStatuses } from "@/lib/mail-status";
import { id, instant, linkToken, reference } from "@/lib/zod";
import { followStates, mailTypes } from "../rules";
import { followOutput } from "../schema";

export const mailsShown = z.enum(["all", "waiting", "sent", "failed", "unknown", "skipped"]);
export type MailsShown = z.infer<typeof mailsShown>;

export const listMailsInput = z.object({
  /** Waiting: also e-mail that is being sent. */
  show: mailsShown.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});

/** One e-mail of the delivery log: to whom, of how many notifications, and what became of it. */
export const mailLine = z
  .object({
    id,
    kind: z.enum(["notifications", "invitation", "digest"]),
    member: reference,
    address: z.string().nullable(),
    urgent: z.boolean(),
    status: z.enum(mailStatuses),
    reason: z.string().nullable(),
    attempts: z.int(),
    messageId: z.string().nullable(),
    /** The notifications in it by type, without their records. */
    types: z.array(z.object({ type: z.string(), count: z.int() })),
    createdAt: instant,
    /** When it goes, or is tried again. */
    dueAt: instant,
    finishedAt: instant.nullable(),
    mayRetry: z.boolean(),
  })
  .meta({ id: "MailLine" });
export type MailLine = z.infer<typeof mailLine>;
export const mailPage = z.object({ rows: z.array(mailLine), nextCursor: z.string().nullable() });

export const mailIdInput = z.object({ id });
export const mailIdOutput = z.object({ id });

/** Whether e-mail that is not urgent waits for working hours. */
const hoursFields = z.object({ quiet: z.boolean() });
export const hoursInput = hoursFields;
export const hoursOutput = hoursFields.meta({ id: "NotificationHours" });

export const openUnsubscribeInput = z.object({ token: linkToken });
export const unsubscribeInput = z.object({
  token: linkToken,
  /** Which e-mails; all of the workspace's notifications unless given. */
  types: z.array(z.enum(mailTypes)).min(1).max(mailTypes.length).optional(),
  /** True turns them on again. */
  wanted: z.boolean().optional(),
});

/** The purpose of an e-mail's link, and the notifications that the member gets by e-mail now. */
export const subscription = z.object({
  workspace: z.string(),
  types: z.array(z.object({ type: z.enum(mailTypes), wanted: z.boolean() })),
});
export type Subscription = z.infer<typeof subscription>;

export const openRecordLinkInput = z.object({ token: linkToken });
export const followByLinkInput = z.object({ token: linkToken, state: z.enum(followStates) });

/** The record of an e-mail's link, and how the member stands to it now. */
export const linkedRecord = followOutput.extend({
  workspace: z.string(),
  /** Such as "account". */
  kind: z.string(),
  /** Null when the member may not see it any more. */
  name: z.string().nullable(),
});
export type LinkedRecord = z.infer<typeof linkedRecord>;
