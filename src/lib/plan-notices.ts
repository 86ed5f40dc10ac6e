import { counted, nouns, plainLocale } from "./counted";
import { limits } from "./plans";
import { localDay } from "./working-time";

const nearDays = ["today", "tomorrow"];
const inDays = (days: number) => nearDays[days] ?? `in ${counted(days, nouns.day, plainLocale)}`;

/** The reminder before a trial ends; without a label it is the workspace's own. */
export const trialText = (label: string | null, days: number): string =>
  label === null
    ? `The trial of this workspace ends ${inDays(days)}. Choose a plan to keep its limits`
    : `The trial of ${label} ends ${inDays(days)}. Buy it to keep it on`;

export const trialEndText = (label: string | null): string =>
  label === null
    ? "The trial of this workspace has ended, and it is now on the Starter plan. Nothing was deleted"
    : `The trial of ${label} has ended. ${label} is now switched off, and its data is kept`;

/** "4,000 of 5,000 e-mails of this month are used". */
export function limitText(
  { many, per }: { many: string; per: string | null },
  { used, most }: { used: number; most: number },
  locale: string,
): string {
  const of = `${used.toLocaleString(locale)} of ${most.toLocaleString(locale)} ${many}`;
  return `${of}${per === null ? "" : " of this month"} are used`;
}

export const seatText = (email: string, most: number): string =>
  `${email} could not join, because all ${counted(most, limits.seats, plainLocale)} are in use. Remove a member or choose a larger plan`;

const dayMs = 86_400_000;
/** The number of days between today and the day of an instant, in a workspace's calendar. */
export function daysUntil(instant: Date, now: Date, timeZone: string): number {
  return Math.round((Date.parse(localDay(instant, timeZone)) - Date.parse(localDay(now, timeZone))) / dayMs);
}

/** A line about the plan above every page of a workspace. */
export interface ShellNotice {
  tone: "warning" | "info";
  text: string;
  /** The day for which it can be hidden; null for one that stays. */
  day: string | null;
}

/** The last days of a trial of which every page tells. */
const shownDays = 3;

interface NoticeContext {
  /** The reason why this member may only read. */
  readOnly: string | null;
  /** The end of the workspace's trial. */
  trialEndsAt: Date | null;
  /** Owners and admins, who can do something about it. */
  mayOpen: boolean;
  /** The day for which the member has hidden the notice. */
  hidden: string | undefined;
}

/** The notice of a member, if there is one: reading only, or the last days of the trial. */
export function shellNotice(context: NoticeContext, now: Date, timeZone: string): ShellNotice | null {
  const { readOnly, trialEndsAt, mayOpen, hidden } = context;
  if (readOnly !== null) return { tone: "warning", text: readOnly, day: null };
  const day = localDay(now, timeZone);
  if (!mayOpen || trialEndsAt === null || trialEndsAt <= now || hidden === day) return null;
  const days = daysUntil(trialEndsAt, now, timeZone);
  return days > shownDays ? null : { tone: "info", text: `${trialText(null, days)}.`, day };
}
