import { z } from "zod";
import { defineEvents } from "@/lib/events";

/** They keep the inboxes of a member's screens alike; each is about the newest of the notifications that it names. */
export const notificationEvents = defineEvents("notification", {
  received: z.object({ count: z.int() }),
  changed: z.object({ count: z.int(), as: z.string() }),
});

/**
 * A member's choice of notifications, made in the settings or by an e-mail's link (the actor tells which). About the
 * member.
 */
export const notificationPreferenceEvents = defineEvents("notificationPreference", {
  changed: z.object({ types: z.array(z.string()), channel: z.string(), wanted: z.boolean() }),
  /** In minutes after midnight. */
  digestTimeChanged: z.object({ at: z.int() }),
});
