import "server-only";
import {
  type ModuleState,
  newSubscription,
  type Override,
  type Subscription,
  type SubscriptionState,
} from "@/lib/entitlements";
import type { Interval, PlanKey } from "@/lib/plans";

type Dated<T, K extends keyof T> = Omit<T, K> & Record<K, string | null>;

/** The subscription of a workspace as SQL returns it: instants are texts. */
export type SubscriptionRow = Omit<
  Dated<Subscription, "trialEndsAt" | "pastDueSince">,
  "plan" | "interval" | "state" | "modules" | "overrides"
> & {
  plan: string;
  interval: string | null;
  state: string;
  modules: Dated<ModuleState, "trialEndsAt">[];
  overrides: (Omit<Override, "endsAt"> & { endsAt: string })[];
};

/** Everything that decides the entitlements, as one column of a statement over `tenants t`. */
export const subscriptionColumn = `
  (select json_build_object(
     'plan', b.plan, 'planVersion', b.plan_version, 'interval', b.interval, 'state', b.state, 'seats', b.seats,
     'addOns', b.add_ons, 'trialEndsAt', b.trial_ends_at, 'pastDueSince', b.past_due_since,
     'modules', coalesce((select json_agg(json_build_object('module', x.module, 'enabled', x.enabled,
        'trialEndsAt', x.trial_ends_at, 'limits', x.limits)) from tenant_modules x where x.tenant_id = t.id), '[]'),
     'overrides', coalesce((select json_agg(json_build_object('key', o.key, 'value', o.value, 'endsAt', o.ends_at))
        from entitlement_overrides o where o.tenant_id = t.id), '[]'))
   from subscriptions b where b.tenant_id = t.id) subscription`;

const moment = (text: string | null) => (text === null ? null : new Date(text));

/** Parses a row; a workspace without one (it was just deleted) counts as one whose trial has ended. */
export function subscriptionOf(row: SubscriptionRow | null): Subscription {
  if (!row) return { ...newSubscription(new Date()), trialEndsAt: null };
  return {
    ...row,
    plan: row.plan as PlanKey,
    interval: row.interval as Interval | null,
    state: row.state as SubscriptionState,
    trialEndsAt: moment(row.trialEndsAt),
    pastDueSince: moment(row.pastDueSince),
    modules: row.modules.map((one) => ({ ...one, trialEndsAt: moment(one.trialEndsAt) })),
    overrides: row.overrides.map((one) => ({ ...one, endsAt: new Date(one.endsAt) })),
  };
}
