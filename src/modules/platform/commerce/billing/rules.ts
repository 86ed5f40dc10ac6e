import { addDays } from "date-fns";
import { earliest } from "@/lib/due";
import { formatMoney } from "@/lib/money";
import { graceDays, pastDueDays } from "@/lib/plans";
import { oneStop } from "@/lib/text";
import type { Money } from "@/lib/zod";

/**
 * Days after the failure on which people are reminded: at once, three days before the workspace is read-only, and then.
 */
const noticeAfter = [0, graceDays - 3, graceDays] as const;
/** A reminder that is later than this is no longer sent. */
const lateForDays = 3;

/** A reminder of an unpaid invoice. */
export interface PastDueReminder {
  since: Date;
  days: (typeof noticeAfter)[number];
  readOnlyAt: Date;
  starterAt: Date;
}

const isReadOnly = ({ days }: PastDueReminder): boolean => days === graceDays;

/** The reminder that is due now; undefined before each reminder and long after it. */
export function duePastDue(since: Date | null, now: Date): PastDueReminder | undefined {
  if (since === null) return undefined;
  const days = noticeAfter.findLast((after) => addDays(since, after) <= now);
  if (days === undefined || addDays(since, days + lateForDays) <= now) return undefined;
  return { since, days, readOnlyAt: addDays(since, graceDays), starterAt: addDays(since, pastDueDays) };
}

/** When the next reminder is due; null when none is left. */
export function nextPastDue(since: Date | null, now: Date): Date | null {
  return earliest(noticeAfter.map((days) => since && addDays(since, days)).filter((at) => at !== null && at > now));
}

export const pastDueName = ({ since, days }: PastDueReminder): string => `${days} ${since.toISOString().slice(0, 10)}`;

/** For those who may pay: the consequence and its date. The notification leads to the page to pay on. */
export function unpaidText(
  reminder: PastDueReminder,
  { workspace, timeZone, locale }: { workspace: string; timeZone: string; locale: string },
): string {
  const day = (at: Date) => at.toLocaleDateString(locale, { timeZone, month: "long", day: "numeric", year: "numeric" });
  if (isReadOnly(reminder))
    return `${workspace} is read-only until its invoice is paid. Without a payment it moves to Starter on ${day(reminder.starterAt)}, and nothing is deleted`;
  return oneStop(
    `Payment failed for ${workspace}. Pay the invoice before ${day(reminder.readOnlyAt)}. After that, the workspace is read-only until it is paid`,
  );
}

/** Minutes for which a preview's amounts hold. */
export const previewMinutes = 10;

/** Whether a preview of this second may still be bought. */
export function isFresh(prorationDate: number, now: Date): boolean {
  const age = now.getTime() / 1_000 - prorationDate;
  return age >= -60 && age <= previewMinutes * 60;
}

interface InvoiceFacts {
  next: { at: string; due: Money; fromBalance: Money; tax: Money } | null;
  /** Of earlier changes: it pays the next invoices. */
  credit: Money;
  cancelAt: string | null;
  interval: string | null;
  trialEndsAt: string | null;
}

interface Formats {
  locale: string;
  currency: string;
  day(instant: string): string;
}

/** The next invoice as every page tells it: the amount that will be charged, and the credit that pays a part of it. */
export function nextInvoiceFigure({ next, credit, ...facts }: InvoiceFacts, at: Formats) {
  if (!next) return { label: "Next invoice", value: "None", note: noneText(facts, at.day) };
  const money = ({ amount, currency }: Money) => formatMoney(amount, currency, { ...at, cents: true });
  const { due, fromBalance, tax } = next;
  const figure = { label: `Next invoice, ${at.day(next.at)}`, value: money(due) };
  if (fromBalance.amount > 0)
    return { ...figure, note: `${money(fromBalance)} is paid from your credit of ${money(credit)}` };
  return { ...figure, note: tax.amount > 0 ? `Tax ${money(tax)} included` : "No tax" };
}

type NoInvoice = Pick<InvoiceFacts, "cancelAt" | "interval" | "trialEndsAt">;

function noneText({ cancelAt, interval, trialEndsAt }: NoInvoice, day: Formats["day"]): string {
  if (cancelAt) return `The plan ends on ${day(cancelAt)}`;
  if (trialEndsAt) return "The trial costs nothing";
  return interval ? "Not known at the moment" : "Nothing is due";
}
