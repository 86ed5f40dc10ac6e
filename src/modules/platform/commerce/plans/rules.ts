import { addDays } from "date-fns";
import { counted } from "@/lib/counted";
import { earliest } from "@/lib/due";
import { paidStates, type Subscription, type SubscriptionState } from "@/lib/entitlements";
import { coreLicence } from "@/lib/licences";
import {
  type Interval,
  isPaid,
  isTrial,
  type LimitKey,
  limits,
  type PlanKey,
  planKeys,
  trialReminders,
} from "@/lib/plans";
import type { Role } from "@/lib/role-rows";
import type { OverLimits, PlanModuleRow, PlanOverview, SeatHolder } from "./schema";

/** A reminder of the trial of the workspace (module null) or of a module. */
export interface TrialReminder {
  module: string | null;
  /** Days before its end; 0 is the end. */
  days: number;
  endsAt: Date;
}

/** The end of a trial is announced for this many days: a workspace that was away for longer knows. */
const lateForDays = 7;

/** The trial of the workspace, and those of modules that were not bought. */
function trialsOf(subscription: Subscription): { module: string | null; endsAt: Date | null }[] {
  const own = isTrial(subscription.plan) ? [{ module: null, endsAt: subscription.trialEndsAt }] : [];
  const modules = subscription.modules
    .filter(({ module }) => !subscription.addOns.includes(module))
    .map(({ module, trialEndsAt }) => ({ module, endsAt: trialEndsAt }));
  return [...own, ...modules];
}

/** When the next reminder of a trial is due; null when none is left. */
export function nextTrialReminder(subscription: Subscription, now: Date): Date | null {
  const reminders = trialsOf(subscription).flatMap(({ endsAt }) =>
    [...trialReminders, 0].map((days) => endsAt && addDays(endsAt, -days)),
  );
  return earliest(reminders.filter((at) => at !== null && at > now));
}

/** The reminders of trials that are due now: the last one of each trial. */
export function dueTrialReminders(subscription: Subscription, now: Date): TrialReminder[] {
  return trialsOf(subscription).flatMap(({ module, endsAt }) => {
    if (endsAt === null || addDays(endsAt, lateForDays) <= now) return [];
    const days = endsAt <= now ? 0 : trialReminders.findLast((before) => addDays(endsAt, -before) <= now);
    return days === undefined ? [] : [{ module, days, endsAt }];
  });
}

export const trialReminderName = ({ module, days, endsAt }: TrialReminder): string =>
  `${module ?? "workspace"} ${days} ${endsAt.toISOString().slice(0, 10)}`;

/** Owners, admins and members who may pay read the plan in Settings; a workspace that is read-only too. */
export const mayOpenPlan = (role: Role | null, mayPay: boolean): boolean =>
  role === "owner" || role === "admin" || mayPay;

export type OfferedPlan = PlanOverview["plans"][number];

/** The plans that people choose from: a trial begins by itself. */
export const offered = (plans: readonly OfferedPlan[]): OfferedPlan[] => plans.filter(({ plan }) => !isTrial(plan));

/** Whether a plan is smaller than the present one: then people first see what becomes read-only. */
export const isSmaller = (plan: PlanKey, than: PlanKey): boolean => planKeys.indexOf(plan) < planKeys.indexOf(than);

/** "Choose" while nothing is paid for, else "Move to". */
export const choiceText = ({ label }: Pick<OfferedPlan, "label">, paid: boolean): string =>
  paid ? `Move to ${label}` : `Choose ${label}`;

/** Whether a workspace has a plan that is paid for, which can be changed rather than bought. */
export const hasPaidPlan = ({ plan, state }: { plan: PlanKey; state: SubscriptionState }): boolean =>
  isPaid(plan) && paidStates.has(state);

/** Whether this member can buy here and now. */
export const canBuy = (billing: { available: boolean; mayChange: boolean } | undefined): boolean =>
  billing?.available === true && billing.mayChange;

/**
 * The price of a plan for a workspace in an interval, in minor units; null where it costs nothing, or has too few
 * seats.
 */
export function costOf(
  { seat, limits: most, modules }: OfferedPlan,
  { seats, addOns, interval }: { seats: number; addOns: readonly Pick<PlanModuleRow, "prices">[]; interval: Interval },
): number | null {
  if (!seat || (most.seats !== null && seats > most.seats)) return null;
  const extra = modules === "addOns" ? addOns.reduce((sum, { prices }) => sum + (prices?.[interval] ?? 0), 0) : 0;
  return seats * seat[interval] + extra;
}

export type PlanLimitRow = PlanOverview["limits"][number];

const shareOf = ({ used, most }: Pick<PlanLimitRow, "used" | "most">) =>
  used === null || most === null ? 0 : used / Math.max(most, 1);

/** The limits, the one that is nearest to its end first. */
export const nearestFirst = (rows: readonly PlanLimitRow[]): PlanLimitRow[] =>
  rows.toSorted((a, b) => shareOf(b) - shareOf(a));

/** Four fifths are used, which is when people are notified. */
export const isNear = (row: Pick<PlanLimitRow, "used" | "most">): boolean => shareOf(row) >= 0.8;

/** "19 of 100 custom fields", "4 custom fields" without a limit. */
export function usedText(
  { used, most, one, many, per }: Pick<PlanLimitRow, "used" | "most" | "one" | "many" | "per">,
  locale: string,
): string {
  const within = per === null ? "" : " this month";
  if (used === null) return most === null ? "No limit" : mostText({ most, one, many }, locale) + within;
  if (most === null) return counted(used, { one, many }, locale) + within;
  return `${used.toLocaleString(locale)} of ${counted(most, { one, many }, locale)}${within}`;
}

/** "50 projects", "No limit". */
export const mostText = (
  { most, one, many }: { most: number | null; one: string; many: string },
  locale: string,
): string => (most === null ? "No limit" : counted(most, { one, many }, locale));

export type ModuleAct = "buy" | "try" | "on" | "off" | "drop";

/**
 * The acts that a member has on a module: on and off are free, a trial is the first one, and buying or dropping it
 * changes the invoice.
 */
export function moduleActs(row: PlanModuleRow, { switches, buys }: { switches: boolean; buys: boolean }): ModuleAct[] {
  if (row.module === coreLicence) return [];
  const mayBuy = buys && row.prices !== null && !row.bought && !row.included;
  const acts: Record<ModuleAct, boolean> = {
    try: switches && row.state === "off" && row.mayTry,
    buy: mayBuy,
    on: switches && row.state === "off" && row.allowed,
    off: switches && row.state !== "off" && row.state !== "included",
    drop: buys && row.bought,
  };
  return (Object.keys(acts) as ModuleAct[]).filter((act) => acts[act]);
}

/** The members who keep their seat under a number of seats, and the others; the holders come in the order of right. */
export function seatsUnder(holders: readonly SeatHolder[], most: number | null, chosen: ReadonlySet<string>) {
  const first = (one: SeatHolder) => one.role === "owner" || chosen.has(one.memberId);
  const order = [...holders.filter(first), ...holders.filter((one) => !first(one))];
  const place = most ?? order.length;
  return { keep: order.slice(0, place), lose: order.slice(place) };
}

/** A line of the list of what a smaller plan changes: "2 pipelines", 3, 1. */
export interface ExcessLine {
  key: LimitKey | "modules";
  title: string;
  names: readonly string[];
  now: number;
  after: number;
}

const lost: Partial<Record<LimitKey, { one: string; many: string }>> = {
  seats: { one: "member can only read", many: "members can only read" },
};
const off = { one: "module is switched off", many: "modules are switched off" };

const mostNames = 10;

/** A line of the list of what is read-only now: "2 pipelines", "of 3", "Renewals, Partner sales". */
export function overLine({ limit, used, most, names }: OverLimits["limits"][number], locale: string) {
  const words = lost[limit] ?? limits[limit];
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(", ");
  return {
    title: counted(used - most, words, locale),
    count: `of ${used.toLocaleString(locale)}; the plan has ${counted(most, limits[limit], locale)}`,
    names: more > 0 ? `${shown}, and ${more.toLocaleString(locale)} more` : shown,
  };
}

export function excessLines(over: OverLimits, modulesOn: number, locale: string): ExcessLine[] {
  const lines = over.limits.map(({ limit, used, most, names }): ExcessLine => {
    const words = lost[limit] ?? limits[limit];
    return { key: limit, title: counted(names.length, words, locale), names, now: used, after: most };
  });
  const modulesLost = over.modules.length;
  const modules = {
    key: "modules" as const,
    title: counted(modulesLost, off, locale),
    names: over.modules.map(({ label }) => label),
  };
  return modulesLost === 0 ? lines : [...lines, { ...modules, now: modulesOn, after: modulesOn - modulesLost }];
}
