import { z } from "zod";
import type { Context } from "../context";
import { changeWhenPaid } from "../engine/change-when-paid";
import { changeAndPay } from "../engine/changing";
import { checkIntervals, createSubscription } from "../engine/creating";
import { cancelNow, endLater } from "../engine/ending";
import { quantityFor } from "../engine/items";
import { dropPending } from "../engine/pending";
import { isWithin, listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { clearable, flag, many, metadata, one, page, range, text, whole } from "../schema";
import type { Subscription } from "../tables";
import { named } from "./customers";
import { merged } from "./metadata";
import { paymentMethodFor } from "./payment-methods";
import { priceFor } from "./prices";
import { discountsFor } from "./promotions";
import { trialSettings, trialSettingsOf } from "./trial-settings";

const STATES = [
  "active",
  "canceled",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "paused",
  "trialing",
  "unpaid",
] as const;

const DAY = 24 * 60 * 60;

const prorating = one("always_invoice", "create_prorations", "none");
const paying = one("allow_incomplete", "default_incomplete", "error_if_incomplete");
const trialEnd = z.union([z.literal("now"), whole()]);

export const newItems = () =>
  many(z.strictObject({ metadata: metadata().optional(), price: text(), quantity: whole(0, 999_999).optional() }))
    .min(1)
    .max(20);

const cancellation = z.strictObject({
  comment: clearable(text()).optional(),
  feedback: clearable(text(40)).optional(),
});

const shared = {
  default_payment_method: clearable(text()).optional(),
  description: clearable(text(500)).optional(),
  metadata: metadata().optional(),
  off_session: flag().optional(),
  payment_behavior: paying.optional(),
  trial_settings: trialSettings().optional(),
};

const promoted = many(z.strictObject({ coupon: text().optional(), promotion_code: text().optional() })).max(20);

const creating = {
  ...shared,
  billing_cycle_anchor: whole().optional(),
  cancel_at_period_end: flag().optional(),
  customer: text(),
  discounts: promoted.optional(),
  items: newItems(),
  proration_behavior: prorating.optional(),
  trial_end: trialEnd.optional(),
  trial_period_days: whole(0, 730).optional(),
};

/** The parameters of a change that also a preview takes. */
export const moving = {
  billing_cycle_anchor: z.strictObject({ type: one("now", "unchanged") }).optional(),
  items: many(
    z.strictObject({
      deleted: flag().optional(),
      id: text().optional(),
      metadata: metadata().optional(),
      price: text().optional(),
      quantity: whole(0, 999_999).optional(),
    }),
  )
    .max(20)
    .optional(),
  proration_behavior: prorating.optional(),
  proration_date: whole().optional(),
  trial_end: trialEnd.optional(),
};

const changing = {
  ...shared,
  ...moving,
  payment_behavior: one(
    "allow_incomplete",
    "default_incomplete",
    "error_if_incomplete",
    "pending_if_incomplete",
  ).optional(),
  cancel_at: clearable(whole()).optional(),
  cancel_at_period_end: flag().optional(),
  cancellation_details: cancellation.optional(),
  discounts: clearable(promoted).optional(),
};

export const subscriptionRoutes = [
  route(
    "GET /v1/subscriptions",
    {
      ...page,
      created: range().optional(),
      customer: text().optional(),
      price: text().optional(),
      status: one("all", "ended", ...STATES).optional(),
      test_clock: text().optional(),
    },
    ({ context, params }) => {
      const { customer, created, price, status, test_clock: clock } = params;
      if (customer !== undefined && !context.store.find("customers", customer))
        throw Refusal.missingParameter("customer", customer, "customer");
      const found = context.store.where(
        "subscriptions",
        (each) =>
          (customer === undefined ? each.test_clock === (clock ?? null) : each.customer === customer) &&
          isWithin(each.created, created) &&
          isIn(each, status) &&
          (price === undefined || hasPrice(context, each, price)),
      );
      return listOf("/v1/subscriptions", found, params, (each) => present(context, "subscriptions", each));
    },
  ),
  route("POST /v1/subscriptions", creating, ({ context, params }) =>
    present(context, "subscriptions", create(context, params)),
  ),
  route("GET /v1/subscriptions/:id", {}, ({ context, id }) => present(context, "subscriptions", existing(context, id))),
  route("POST /v1/subscriptions/:id", changing, ({ context, params, id }) =>
    present(context, "subscriptions", update(context, existing(context, id), params)),
  ),
  route(
    "DELETE /v1/subscriptions/:id",
    { cancellation_details: cancellation.optional(), invoice_now: flag().optional(), prorate: flag().optional() },
    ({ context, params, id }) => {
      const { prorate, invoice_now: invoiceNow, cancellation_details: details = {} } = params;
      return present(
        context,
        "subscriptions",
        cancelNow(context, existing(context, id), { prorate, invoiceNow, ...details }),
      );
    },
  ),
];

type Creating = z.output<z.ZodObject<typeof creating>>;

function create(context: Context, params: Creating): Subscription {
  const customer = named(context, params.customer);
  const method = params.default_payment_method;
  return createSubscription(
    context,
    {
      ...firstState(context, customer.id, params),
      anchor: params.billing_cycle_anchor,
      stub: params.proration_behavior === "none" ? "free" : "paid",
      metadata: params.metadata,
      description: params.description ?? null,
      promotions: discountsFor(context, params.discounts ?? [], customer.id),
      method: method ? paymentMethodFor(context, customer.id, method, "default_payment_method").id : null,
      trialSettings: trialSettingsOf(params.trial_settings),
      cancelAtPeriodEnd: params.cancel_at_period_end ?? false,
    },
    { behavior: params.payment_behavior ?? "allow_incomplete" },
  );
}

/** The items and the trial of a subscription that a request asks for. */
export function firstState(
  context: Context,
  customer: string,
  params: Pick<Creating, "items" | "trial_end" | "trial_period_days">,
) {
  const items = params.items.map(({ price, quantity, metadata: keys }, index) => ({
    price: priceFor(context, price, `items[${index}][price]`),
    quantity: quantityFor(context, { price, quantity }, `items[${index}]`),
    metadata: keys,
  }));
  checkIntervals(items.map(({ price }) => price));
  const now = context.timeOf(customer);
  const days = params.trial_period_days;
  const end = params.trial_end === "now" ? null : (params.trial_end ?? null);
  return { customer, items, trialEnd: days === undefined ? end : now + days * DAY };
}

function update(
  context: Context,
  subscription: Subscription,
  params: z.output<z.ZodObject<typeof changing>>,
): Subscription {
  const { customer } = subscription;
  const { default_payment_method: method, description, metadata: keys, trial_settings: settings, discounts } = params;
  const patch: Partial<Subscription> = {
    metadata: merged(subscription.metadata, keys),
    ...endOf(context, subscription, params),
    ...(description === undefined ? {} : { description }),
    ...(settings === undefined ? {} : { trial_settings: trialSettingsOf(settings) }),
    ...(method
      ? { default_payment_method: paymentMethodFor(context, customer, method, "default_payment_method").id }
      : {}),
    ...(method === null ? { default_payment_method: null } : {}),
  };
  const promotions = discounts === undefined ? undefined : discountsFor(context, discounts ?? [], customer);
  const change = { ...changeOf(context, subscription, params), patch, promotions };
  if (change.items !== undefined || change.anchorNow) dropPending(context, subscription.id);
  const behavior = params.payment_behavior ?? "allow_incomplete";
  if (behavior !== "pending_if_incomplete") return changeAndPay(context, subscription.id, change, behavior);
  refuseBeside(params);
  return changeWhenPaid(context, subscription.id, change);
}

/** A pending update holds items, anchor and trial; Stripe refuses anything else beside them. */
function refuseBeside(params: Partial<z.output<z.ZodObject<typeof changing>>>): void {
  const beside = ["metadata", "description", "default_payment_method", "cancel_at", "cancel_at_period_end"] as const;
  for (const param of beside)
    if (params[param] !== undefined) {
      const message = `${param} cannot be changed with payment_behavior=pending_if_incomplete.`;
      throw Refusal.parameter("parameters_exclusive", param, message);
    }
}

function endOf(context: Context, subscription: Subscription, params: z.output<z.ZodObject<typeof changing>>) {
  const { cancel_at: at, cancel_at_period_end: withPeriod, cancellation_details: details = {} } = params;
  if (at !== undefined && withPeriod !== undefined) {
    throw Refusal.parameter("parameters_exclusive", "cancel_at", "Give cancel_at or cancel_at_period_end, not both.");
  }
  if (typeof at === "number" && at <= context.timeOf(subscription.customer))
    throw Refusal.parameter(undefined, "cancel_at", "cancel_at must lie ahead.");
  if (at !== undefined) return endLater(context, subscription, { at, withPeriod: false, ...details });
  if (withPeriod === undefined) return {};
  const end = withPeriod ? subscription.hidden.periodEnd : null;
  return endLater(context, subscription, { at: end, withPeriod, ...details });
}

/** The part of a change that moves money. */
export function changeOf(context: Context, subscription: Subscription, params: z.output<z.ZodObject<typeof moving>>) {
  const { items, proration_behavior: behavior = "create_prorations", trial_end: trialEnd } = params;
  return {
    items,
    behavior,
    prorationDate: params.proration_date,
    anchorNow: params.billing_cycle_anchor?.type === "now",
    trialEnd: trialEnd === "now" ? context.timeOf(subscription.customer) : trialEnd,
  };
}

/** Without a state in the request, ended ones are left out. */
function isIn({ status }: Subscription, wanted: string | undefined): boolean {
  const ended = status === "canceled" || status === "incomplete_expired";
  if (wanted === "all") return true;
  if (wanted === "ended") return ended;
  return wanted === undefined ? status !== "canceled" : status === wanted;
}

function hasPrice({ store }: Context, { id }: Subscription, price: string): boolean {
  return store.where("items", (item) => item.subscription === id && item.price === price).length > 0;
}

export function existing({ store }: Context, id: string): Subscription {
  const found = store.find("subscriptions", id);
  if (!found) throw Refusal.missing("subscription", id);
  return found;
}
