import { counted, nouns } from "./counted";
import { type LimitKey, limits } from "./plans";

const inDays = (days: number) => (days === 1 ? "tomorrow" : `in ${counted(days, nouns.day)}`);

/** The reminder before a trial ends; without a label it is the workspace's own. */
export const trialText = (label: string | null, days: number): string =>
  label === null
    ? `The trial of this workspace ends ${inDays(days)}. Choose a plan to keep its limits`
    : `The trial of ${label} ends ${inDays(days)}. Buy it to keep it on`;

export const trialEndText = (label: string | null): string =>
  label === null
    ? "The trial of this workspace has ended, and it is on the plan Starter now. Nothing was deleted"
    : `The trial of ${label} has ended. ${label} is off now, and its data stay`;

/** "4,000 of 5,000 e-mails of this month are used". */
export function limitText(limit: LimitKey, { used, most }: { used: number; most: number }): string {
  const { many, per } = limits[limit];
  const of = `${used.toLocaleString("en-US")} of ${most.toLocaleString("en-US")} ${many}`;
  return `${of}${per === null ? "" : " of this month"} are used`;
}

export const seatText = (email: string, most: number): string =>
  `${email} could not join: all ${counted(most, limits.seats)} are in use. Remove a member or choose a larger plan`;
