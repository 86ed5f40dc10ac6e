import { z } from "zod";
import { defineEvents } from "./events";

export const scopeText = (write: boolean) => (write ? "read and write" : "read only");

/** `text` is the sentence that owners and admins get. */
const session = {
  text: z.string(),
  ticket: z.string(),
  reason: z.string(),
  staff: z.string(),
  write: z.boolean(),
  minutes: z.int(),
};
/** The subject of the permission that let it in ("account"), and the record, if the request named one; or another page. */
const reading = z.object({ subject: z.string(), recordId: z.uuid().nullable(), page: z.string().optional() });
const consent = z.object({ mode: z.string(), endsAt: z.string().nullable(), write: z.boolean() });

/** The life of a support session, and what staff read in it. Changes that they make are the events of those records. */
export const supportEvents = defineEvents(
  "supportSession",
  {
    asked: z.object(session),
    allowed: z.object(session),
    refused: z.object(session),
    started: z.object(session),
    /** A page: a list, the record that has an address of its own, or another one by its address. */
    opened: reading,
    /** All that a page reads besides: for the audit log, not for the transcript. */
    read: reading,
    ended: z.object({ ...session, by: z.string(), opened: z.int(), changed: z.int() }),
  },
  { logOnly: ["read"] },
);

/** The consent of a workspace to support; its record has the id of the workspace. */
export const supportAccessEvents = defineEvents("supportAccess", {
  changed: z.object({ before: consent, after: consent }),
});
