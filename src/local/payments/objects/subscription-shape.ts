import type Stripe from "stripe";
import type { Context } from "../context";
import { wholeList } from "../list";
import type { Item, Price, Subscription } from "../tables";

/** A subscription with its items. The parts of Stripe that this server lacks are null. */
export function showSubscription(context: Context, { hidden: _hidden, ...subscription }: Subscription) {
  const items = itemsOf(context, subscription.id).map((item) => showItem(context, item));
  const url = `/v1/subscription_items?subscription=${subscription.id}`;
  return { ...subscription, items: { ...wholeList(url, items), total_count: items.length } };
}

/** Oldest first. */
export function itemsOf({ store }: Context, subscription: string): Item[] {
  return store.where("items", (item) => item.subscription === subscription);
}

export function showItem({ store }: Context, item: Item) {
  const price = store.get("prices", item.price);
  const { hidden } = store.get("subscriptions", item.subscription);
  return {
    id: item.id,
    object: "subscription_item",
    billing_thresholds: null,
    created: item.created,
    current_period_end: hidden.periodEnd,
    current_period_start: hidden.periodStart,
    current_trial: null,
    discounts: [],
    metadata: item.metadata,
    plan: showPlan(price),
    price,
    ...(item.quantity === null ? {} : { quantity: item.quantity }),
    subscription: item.subscription,
    tax_rates: [],
  } satisfies Wired<Stripe.SubscriptionItem, "price" | "plan">;
}

/** The former shape of a price, which items still carry. */
function showPlan(price: Price) {
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: price.recurring?.usage_type ?? "licensed",
  } satisfies Wired<Stripe.Plan, "amount_decimal">;
}

/** A type of the SDK, except for fields with decimal numbers, which are text on the wire. */
export type Wired<Type, Decimals extends keyof Type> = Omit<Type, Decimals> & Record<Decimals, unknown>;
