import { addDays } from "date-fns";
import { coreLicence, type LicenceKey, licenceOf, registeredLicences } from "./licences";
import {
  graceDays,
  type Interval,
  isPaid,
  isTrial,
  type LimitKey,
  type PlanKey,
  pastDueDays,
  trialDays,
  versionOf,
} from "./plans";

/** States of a subscription as Stripe has them; "none" before the first one. */
export const subscriptionStates = [
  "none",
  "incomplete",
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
  "canceled",
] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** A module of a workspace besides what its plan says. */
export interface ModuleState {
  module: string;
  /** Switched off by an admin, though the plan would allow it. */
  enabled: boolean;
  trialEndsAt: Date | null;
  /** Replace the limits of the catalogue, by their keys. */
  limits: Readonly<Record<string, number | null>>;
}

/** Granted by platform staff in addition to the plan, until a given time: `module:pmo`, `limit:pipelines`, `plan`. */
export interface Override {
  key: string;
  value: string | number | boolean | null;
  endsAt: Date;
}

/** The stored facts that entitlements follow from. */
export interface Subscription {
  plan: PlanKey;
  /** The version of `plans.ts` that was bought; null: the current one. */
  planVersion: string | null;
  interval: Interval | null;
  state: SubscriptionState;
  /** Seats that are paid for; null where none are sold. */
  seats: number | null;
  addOns: readonly string[];
  trialEndsAt: Date | null;
  pastDueSince: Date | null;
  modules: readonly ModuleState[];
  overrides: readonly Override[];
}

export const standings = ["pending", "trial", "active", "past_due", "suspended", "cancelled"] as const;
export type Standing = (typeof standings)[number];

/** Everything that a workspace may use now. */
export interface Entitlements {
  plan: PlanKey;
  standing: Standing;
  /** Whether a unit of licence is on; what belongs to none ("platform") always is. */
  has(module: LicenceKey | "platform"): boolean;
  /** On, though an admin may have switched it off: by plan, add-on, trial or override. */
  allows(module: LicenceKey): boolean;
  /** Null: no limit. */
  limit(key: LimitKey): number | null;
  moduleLimit(module: LicenceKey, key: string): number | null;
  requestsPerMinute: number;
  /** Set where nothing may be changed any more. */
  readOnly: { since: Date; reason: string } | null;
}

/** The facts of a workspace that begins now. */
export const newSubscription = (now: Date): Subscription => ({
  plan: "trial",
  planVersion: null,
  interval: null,
  state: "none",
  seats: null,
  addOns: [],
  trialEndsAt: addDays(now, trialDays),
  pastDueSince: null,
  modules: [],
  overrides: [],
});

export const paidStates: ReadonlySet<SubscriptionState> = new Set(["trialing", "active", "past_due", "unpaid"]);

/** Computes the entitlements of a workspace at an instant. Pure: the same facts give the same answer. */
export function entitlementsAt(subscription: Subscription, now: Date, tenantStatus = "active"): Entitlements {
  const running = subscription.overrides.filter(({ endsAt }) => endsAt > now);
  const override = (key: string) => running.find((one) => one.key === key)?.value;
  const key = planAt(subscription, now, override("plan"));
  const plan = versionOf(isPaid(key) ? subscription.planVersion : null).plans[key];
  const states = new Map(subscription.modules.map((state) => [state.module, state]));
  const inTrial = (module: LicenceKey) => (states.get(module)?.trialEndsAt ?? now) > now;

  const isIncluded = (module: LicenceKey) =>
    module === coreLicence ||
    plan.modules === "all" ||
    (plan.modules === "addOns" && subscription.addOns.includes(module));
  const allows = (module: LicenceKey) => {
    const given = override(`module:${module}`);
    if (typeof given === "boolean") return given;
    return isIncluded(module) || inTrial(module);
  };
  // Computed once: rights of every row ask for it.
  const on = new Set<LicenceKey | "platform">(
    registeredLicences().filter(
      (module) => allows(module) && (module === coreLicence || states.get(module)?.enabled !== false),
    ),
  ).add("platform");
  return {
    plan: key,
    standing: standingAt(subscription, key, tenantStatus),
    has: (module) => on.has(module),
    allows,
    limit(limit) {
      const given = override(`limit:${limit}`);
      if (given === null || typeof given === "number") return given;
      return plan.limits[limit];
    },
    moduleLimit(module, name) {
      const own = states.get(module)?.limits[name];
      if (own !== undefined) return own;
      const most = licenceOf(module).limits?.[name]?.amount;
      const share = isIncluded(module) ? plan.moduleShare : trialShare;
      return most === undefined ? null : Math.ceil(most * share);
    },
    requestsPerMinute: plan.requestsPerMinute,
    readOnly: readOnlyAt(subscription, key, now),
  };
}

/** The seats of a workspace: those that are bought, else those that its plan has; null without a limit. */
export const seatsOf = ({ seats }: Subscription, { plan, limit }: Entitlements): number | null =>
  isPaid(plan) && seats !== null ? seats : limit("seats");

/** A module in trial has a tenth of its limits. */
const trialShare = 0.1;

/** The plan that counts: an override, the one that is paid for, the trial while it runs, else Starter. */
function planAt(subscription: Subscription, now: Date, override: unknown): PlanKey {
  if (override === "starter" || override === "professional" || override === "enterprise") return override;
  const { plan, state, trialEndsAt, pastDueSince } = subscription;
  const isLost = pastDueSince !== null && addDays(pastDueSince, pastDueDays) <= now;
  if (isPaid(plan) && paidStates.has(state) && !isLost) return plan;
  return trialEndsAt !== null && trialEndsAt > now && state !== "canceled" ? "trial" : "starter";
}

function standingAt({ state, pastDueSince }: Subscription, plan: PlanKey, tenantStatus: string): Standing {
  if (tenantStatus === "suspended" || tenantStatus === "cancelled") return tenantStatus;
  if (state === "incomplete") return "pending";
  if (pastDueSince !== null && isPaid(plan)) return "past_due";
  return isTrial(plan) || state === "trialing" ? "trial" : "active";
}

function readOnlyAt({ pastDueSince }: Subscription, plan: PlanKey, now: Date): Entitlements["readOnly"] {
  if (pastDueSince === null || !isPaid(plan)) return null;
  const since = addDays(pastDueSince, graceDays);
  const reason =
    "The last invoice is not paid, so this workspace is read-only. Nothing is lost: everything opens again when its owner pays in Billing.";
  return since <= now ? { since, reason } : null;
}
