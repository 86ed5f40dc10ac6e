import { z } from "zod";
import { id, instant, reference } from "@/lib/zod";
import {
  followedEntities,
  followReasons,
  followStates,
  inboxViews,
  noticeReasons,
  notificationChannels,
  notificationTypes,
} from "./rules";

const type = z.enum(notificationTypes).meta({ id: "NotificationType" });

export const listNotificationsInput = z.object({
  /** The view: inbox, unread, snoozed or done; the inbox unless given. */
  show: z.enum(inboxViews).optional(),
  /** Only what happened since then: in place of a view, those that are done or snoozed as well. */
  since: instant.optional(),
  type: type.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});

/** One notification of a member. */
export const notification = z
  .object({
    id,
    type,
    /** Null: the system did it. */
    actor: reference.nullable(),
    at: instant,
    readAt: instant.nullable(),
    /**
     * Other parts of its sentence: a stage, a day, an action; the counts of work in the background, or the reason of its failure.
     */
    detail: z.string().nullable(),
    /** Of a mention in a comment: the words around it as they are now; null once the comment is deleted. */
    comment: z.object({ excerpt: z.string().nullable() }).nullable(),
    /** Why the member gets it: as the owner, or as a follower; null where the type says it. */
    reason: z.enum(noticeReasons).nullable(),
    entity: z.string(),
    /** Both null when the member may not see the record any more. */
    recordId: id.nullable(),
    record: z.string().nullable(),
    /** Its event, such as `import.cancelled`, and where it is opened, below the address of the workspace; both null then, too. */
    event: z.string().nullable(),
    path: z.string().nullable(),
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof notification>;

/** All that a record, or one act on many records, gave. */
export const notificationGroup = z
  .object({
    /** Distinguishes groups and nothing else: the member may no longer see the data behind it. */
    key: z.string(),
    /** The newest ones, at most five. */
    items: z.array(notification).min(1),
    count: z.int(),
    unread: z.int(),
    /** Of how many records: more than one after an act on many. */
    records: z.int(),
    /** Of its notifications, newest first, at most 500. */
    ids: z.array(id),
    /** When a snoozed one returns. */
    snoozedUntil: instant.nullable(),
    done: z.boolean(),
  })
  .meta({ id: "NotificationGroup" });
export type NotificationGroup = z.infer<typeof notificationGroup>;
export const notificationPage = z.object({ rows: z.array(notificationGroup), nextCursor: z.string().nullable() });

export const countsOutput = z.object({
  /** Groups of the inbox with something unread. */
  unread: z.int(),
  /** When the next snoozed one returns. */
  nextAt: instant.nullable(),
});

const ids = z.array(id).min(1).max(500);
export const markInput = z.object({ ids, as: z.enum(["read", "unread", "done", "undone"]) });
/** Without a time those that are snoozed go back to their places. */
export const snoozeInput = z.object({ ids, until: instant.nullable() });
export const markAllInput = z.object({ as: z.enum(["read", "done"]), type: type.optional() });
export const changedOutput = z.object({ changed: z.int() });

export const preferenceGrid = z.array(
  z
    .object({ type, channel: z.enum(notificationChannels), wanted: z.boolean(), byDefault: z.boolean() })
    .meta({ id: "NotificationPreference" }),
);
export const setPreferenceInput = z.object({ type, channel: z.enum(notificationChannels), wanted: z.boolean() });

export const followInput = z.object({ entity: z.enum(followedEntities), recordId: id });
export const followOutput = z.object({
  state: z.enum(followStates),
  /** Why the member follows it; null unless they do. */
  reason: z.enum(followReasons).nullable(),
});
export const setFollowInput = followInput.extend({ state: z.enum(followStates) });
