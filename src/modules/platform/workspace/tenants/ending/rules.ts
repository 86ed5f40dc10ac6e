import { addDays, differenceInMilliseconds } from "date-fns";
import { earliest } from "@/lib/due";

/** Days between the request and the deletion, in which an owner can undo it. */
export const deletionDays = 14;

/** Days before the deletion on which owners and admins get an e-mail; the first one is sent at once. */
const noticeDays = [1, 3, deletionDays] as const;

const dayMs = 86_400_000;

/** The reminder that owners and admins should have got by now, by its days before the deletion. */
export function toldOf(dueAt: Date | null, now: Date): number | null {
  if (dueAt === null || dueAt <= now) return null;
  const left = differenceInMilliseconds(dueAt, now);
  return noticeDays.find((days) => left <= days * dayMs) ?? null;
}

/** When the next reminder is due; null when none is left. */
export function nextNotice(dueAt: Date | null, now: Date): Date | null {
  const notices = noticeDays.map((days) => dueAt && addDays(dueAt, -days));
  return earliest(notices.filter((at) => at !== null && at > now));
}

export const deletionDueAt = (now: Date): Date => addDays(now, deletionDays);

/** Days that a reactivated workspace has at least before its deletion: while it was suspended nobody could undo it. */
export const daysAfterSuspension = 3;
