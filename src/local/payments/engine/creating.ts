import { boundary, periodAround } from "../calendar";
import type { Context } from "../context";
import { emit } from "../events";
import { newId } from "../ids";
import { merged } from "../objects/metadata";
import { cardError } from "../objects/payment-methods";
import type { Promotion } from "../objects/promotions";
import { Refusal } from "../refusal";
import type { Invoice, Metadata, PaymentMethod, Price, Subscription } from "../tables";
import { setDiscounts } from "./discounts";
import { announceDraft, draftInvoice } from "./drafting";
import { finalizeInvoice } from "./finalizing";
import { intervalOf, periodLines } from "./lines";
import { type Presence, tryToPay } from "./paying";

export type NewItem = { price: Price; quantity: number | null; metadata?: Metadata | null | undefined };

export type NewSubscription = {
  customer: string;
  items: readonly NewItem[];
  trialEnd: number | null;
  /** A time ahead at which the first whole period begins. */
  anchor?: number | undefined;
  stub?: "paid" | "free";
  metadata?: Metadata | null | undefined;
  description?: string | null;
  promotions?: readonly Promotion[];
  method?: string | null;
  trialSettings?: Subscription["trial_settings"];
  cancelAtPeriodEnd?: boolean;
};

export type PaymentBehavior = "allow_incomplete" | "default_incomplete" | "error_if_incomplete";

/** A subscription and the draft of its first invoice; nothing is paid yet. */
export function draftSubscription(context: Context, given: NewSubscription): Invoice {
  const { store } = context;
  const now = context.timeOf(given.customer);
  const subscription = store.put("subscriptions", shapeOf(context, given, now));
  for (const { price, quantity, metadata } of given.items) {
    store.put("items", {
      id: newId("si", 14),
      subscription: subscription.id,
      price: price.id,
      quantity,
      created: now,
      metadata: merged({}, metadata),
      usageFrom: now,
    });
  }
  const discounts = setDiscounts(context, subscription, given.promotions ?? []);
  const ready = store.change("subscriptions", subscription.id, { discounts });
  const { periodStart: start, periodEnd: end } = ready.hidden;
  const stub = given.stub === "free" ? { free: "stub" as const } : {};
  const free = ready.status === "trialing" ? { free: "trial" as const } : stub;
  const lines = periodLines(context, ready, { period: { start, end }, ...free });
  return draftInvoice(context, ready, {
    reason: "subscription_create",
    lines,
    period: { start: now, end: now },
    isFinalSoon: true,
  });
}

type Payment = { presence?: Presence; method?: PaymentMethod; behavior?: PaymentBehavior };

/** Creates a subscription, and pays its first invoice unless it is to stay incomplete. */
export function createSubscription(context: Context, given: NewSubscription, payment: Payment = {}): Subscription {
  const { store } = context;
  const { behavior = "allow_incomplete", ...by } = payment;
  const draft = draftSubscription(context, given);
  const id = String(draft.hidden.subscription);
  const customer = store.get("customers", given.customer);
  if (customer.currency === null) store.change("customers", customer.id, { currency: draft.currency });
  emit(context, "customer.subscription.created", "subscriptions", store.get("subscriptions", id));
  announceDraft(context, draft);
  const invoice = finalizeInvoice(context, draft.id);
  if (invoice.status === "open" && behavior !== "default_incomplete") {
    const outcome = tryToPay(context, invoice.id, by);
    if (outcome.state !== "paid" && behavior === "error_if_incomplete") throw cardError(outcome.decline);
  }
  return store.get("subscriptions", id);
}

function shapeOf(context: Context, given: NewSubscription, now: number): Subscription {
  const [first] = given.items;
  if (!first) throw Refusal.parameter("parameter_missing", "items", "Missing required param: items.");
  const { trialEnd, anchor: wanted } = given;
  const isTrial = trialEnd !== null && trialEnd > now;
  const interval = intervalOf(first.price);
  const anchor = wanted ?? (isTrial ? trialEnd : now);
  const end = isTrial ? trialEnd : firstEnd();
  return {
    ...emptySubscription(),
    billing_cycle_anchor: anchor,
    cancel_at: given.cancelAtPeriodEnd ? end : null,
    cancel_at_period_end: given.cancelAtPeriodEnd ?? false,
    canceled_at: given.cancelAtPeriodEnd ? now : null,
    created: now,
    currency: first.price.currency,
    customer: given.customer,
    default_payment_method: given.method ?? null,
    description: given.description ?? null,
    metadata: merged({}, given.metadata),
    start_date: now,
    status: isTrial ? "trialing" : "incomplete",
    test_clock: context.store.get("customers", given.customer).test_clock,
    trial_end: isTrial ? trialEnd : null,
    trial_settings: given.trialSettings ?? emptySubscription().trial_settings,
    trial_start: isTrial ? now : null,
    hidden: { periodStart: now, periodEnd: end, announcedTrial: null, announcedPeriod: null, billedUntil: end },
  };

  function firstEnd(): number {
    if (wanted === undefined) return boundary(now, interval, 1);
    const around = periodAround(wanted, interval, now);
    if (wanted > around.end)
      throw Refusal.parameter(undefined, "billing_cycle_anchor", "The anchor lies more than one period ahead.");
    return around.end;
  }
}

/** Two intervals on one subscription are none of this server's cases. */
export function checkIntervals(prices: readonly Price[]): void {
  const all = new Set(prices.map(intervalOf).map(({ interval, interval_count }) => `${interval_count} ${interval}`));
  if (all.size > 1) throw Refusal.notHere("items", "items with different intervals on one subscription");
  if (new Set(prices.map(({ currency }) => currency)).size > 1)
    throw Refusal.parameter(undefined, "items", "All items of a subscription need the same currency.");
  if (new Set(prices.map(({ id }) => id)).size < prices.length)
    throw Refusal.parameter(undefined, "items", "Two items of a subscription cannot have the same price.");
}

function emptySubscription() {
  return {
    id: newId("sub"),
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    customer_account: null,
    days_until_due: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: "off" },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    transfer_data: null,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: "create_invoice" } },
  } satisfies Partial<Subscription>;
}
