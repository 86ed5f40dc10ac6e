import { z } from "zod";
import { followedEntities } from "../rules";

/** Notifications of one burst go in one e-mail: what comes within this time of the first. */
export const burstMs = 5 * 60_000;

/** E-mail that is not urgent waits for working hours unless the member chose otherwise. */
export const quietByDefault = true;

/** Minutes after which an e-mail that was not taken is tried again: for four hours and a bit, then no more. */
const retryMinutes = [1, 5, 15, 60, 180];

/** Returns when an e-mail is retried after so many failed attempts; null for never. */
export function nextAttempt(attempts: number, now: Date): Date | null {
  const minutes = retryMinutes[attempts - 1];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
}

/** The status of a digest with nothing to say, which is in no log. */
export const emptyStatus = "empty";

/** Whether admins may have an e-mail of this status sent again. */
export const mayBeRetried = (status: string): boolean => status === "failed" || status === "unknown";

/** An attempt that has not ended after this time never will: its process has stopped. */
export const attemptMs = 120_000;

/** Time between two looks whether the plan has e-mails left. */
export const fullMs = 60 * 60_000;

/** An e-mail that is so late has no job any more: it gets a new one. */
export const lateMs = 10 * 60_000;

const inactiveByStatus: Readonly<Record<string, string>> = {
  placeholder: "The member is a placeholder, without an account.",
  invited: "The member has not accepted the invitation yet.",
  removed: "The member was removed.",
};

/** Why a member with this status gets no e-mail; null when they may. */
export const inactiveReason = (status: string): string | null =>
  status === "active" ? null : (inactiveByStatus[status] ?? "The member is not active.");

/** The content of an e-mail's link: the member and the workspace. */
export const mailLink = z.tuple([z.uuid(), z.uuid()]);

/** The content of an e-mail's link to one record: also its kind and id. */
export const recordLink = z.tuple([z.uuid(), z.uuid(), z.enum(followedEntities), z.uuid()]);
export type RecordLink = z.infer<typeof recordLink>;

/** The acts that links to one record are for; the page does them when a button is pressed. */
export const recordActs = ["mute", "unfollow"] as const;
export type RecordAct = (typeof recordActs)[number];

/** An e-mail names at most this many notifications and gives the number of the rest. */
export const maxLinesOfMail = 20;

const longestSubject = 160;

/** The subject of an e-mail with so many notifications, the first of them in words. */
export function subjectOf(first: string, count: number): string {
  const words = first.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  const rest = count > 1 ? `, and ${count - 1} more` : "";
  const room = longestSubject - rest.length;
  return `${words.length > room ? `${words.slice(0, room - 1)}…` : words}${rest}`;
}
