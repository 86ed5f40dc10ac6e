import { addDays } from "date-fns";
import { graceDays, pastDueDays } from "@/lib/plans";
import { oneStop } from "@/lib/text";

/** Days after the failure on which people are told: at once, three days before the workspace is read-only, and then. */
const toldAfter = [0, graceDays - 3, graceDays] as const;
/** A moment that was missed for longer is told no more. */
const toldForDays = 3;

/** A moment of an unpaid invoice that people are told of. */
export interface PastDueMoment {
  since: Date;
  days: (typeof toldAfter)[number];
  readOnlyAt: Date;
  starterAt: Date;
}

const isReadOnly = ({ days }: PastDueMoment): boolean => days === graceDays;

/** The moment that people should have been told of by now; undefined before and long after each. */
export function duePastDue(since: Date | null, now: Date): PastDueMoment | undefined {
  if (since === null) return undefined;
  const days = toldAfter.findLast((after) => addDays(since, after) <= now);
  if (days === undefined || addDays(since, days + toldForDays) <= now) return undefined;
  return { since, days, readOnlyAt: addDays(since, graceDays), starterAt: addDays(since, pastDueDays) };
}

export const pastDueName = ({ since, days }: PastDueMoment): string => `${days} ${since.toISOString().slice(0, 10)}`;

/** For those who may pay: the consequence and its date. The notification leads to the page to pay on. */
export function unpaidText(
  moment: PastDueMoment,
  { workspace, timeZone, locale }: { workspace: string; timeZone: string; locale: string },
): string {
  const day = (at: Date) => at.toLocaleDateString(locale, { timeZone, month: "long", day: "numeric", year: "numeric" });
  if (isReadOnly(moment))
    return `${workspace} is read-only until its invoice is paid. Without a payment it moves to Starter on ${day(moment.starterAt)}, and nothing is deleted`;
  return oneStop(
    `Payment failed for ${workspace}. Pay the invoice before ${day(moment.readOnlyAt)}: after that the workspace is read-only until it is paid`,
  );
}

/** Minutes for which a preview's amounts hold. */
export const previewMinutes = 10;

/** Whether a preview of this second may still be bought. */
export function isFresh(prorationDate: number, now: Date): boolean {
  const age = now.getTime() / 1_000 - prorationDate;
  return age >= -60 && age <= previewMinutes * 60;
}
