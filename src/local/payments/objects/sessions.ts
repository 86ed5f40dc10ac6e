import { z } from "zod";
import type { Context } from "../context";
import { emit } from "../events";
import { newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { address, flag, many, metadata, one, page, text, whole } from "../schema";
import type { Session } from "../tables";
import { named } from "./customers";
import { merged } from "./metadata";
import { priceFor } from "./prices";
import { discountsFor } from "./promotions";
import { lineAmounts, sessionLines } from "./session-lines";
import { trialSettings, trialSettingsOf } from "./trial-settings";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const line = z.strictObject({ price: text(), quantity: whole(1, 999_999).optional() });

const creating = {
  allow_promotion_codes: flag().optional(),
  billing_address_collection: one("auto", "required").optional(),
  cancel_url: address().optional(),
  client_reference_id: text(200).optional(),
  customer: text().optional(),
  customer_email: text(512).optional(),
  customer_update: z
    .strictObject({ address: one("auto", "never").optional(), name: one("auto", "never").optional() })
    .optional(),
  discounts: many(z.strictObject({ coupon: text().optional(), promotion_code: text().optional() }))
    .max(1)
    .optional(),
  expires_at: whole().optional(),
  line_items: many(line).min(1).max(20),
  locale: text(10).optional(),
  metadata: metadata().optional(),
  mode: one("subscription"),
  payment_method_collection: one("always", "if_required").optional(),
  subscription_data: z
    .strictObject({
      description: text().optional(),
      metadata: metadata().optional(),
      trial_end: whole().optional(),
      trial_period_days: whole(1, 730).optional(),
      trial_settings: trialSettings().optional(),
    })
    .optional(),
  success_url: address(),
  tax_id_collection: z.strictObject({ enabled: flag(), required: one("if_supported", "never").optional() }).optional(),
  ui_mode: one("hosted_page").optional(),
};

type Given = z.output<z.ZodObject<typeof creating>>;

export const sessionRoutes = [
  route("POST /v1/checkout/sessions", creating, ({ context, params }) =>
    present(context, "sessions", create(context, params)),
  ),
  route(
    "GET /v1/checkout/sessions",
    {
      ...page,
      customer: text().optional(),
      status: one("complete", "expired", "open").optional(),
      subscription: text().optional(),
    },
    ({ context, params }) => {
      const { customer, status, subscription } = params;
      const found = context.store.where(
        "sessions",
        (each) =>
          (customer === undefined || each.customer === customer) &&
          (status === undefined || each.status === status) &&
          (subscription === undefined || each.subscription === subscription),
      );
      return listOf("/v1/checkout/sessions", found, params, (each) => present(context, "sessions", each));
    },
  ),
  route("GET /v1/checkout/sessions/:id", {}, ({ context, id }) => present(context, "sessions", existing(context, id))),
  route("GET /v1/checkout/sessions/:id/line_items", page, ({ context, params, id }) => {
    existing(context, id);
    const { url, data } = sessionLines(context, id);
    return listOf(url, (data as { id: string }[]).toReversed(), params, (each) => each);
  }),
  route("POST /v1/checkout/sessions/:id/expire", {}, ({ context, id }) => {
    const session = existing(context, id);
    if (session.status !== "open")
      throw Refusal.parameter(undefined, "id", 'Only Checkout Sessions with a status in ["open"] can be expired.');
    return present(context, "sessions", expireSession(context, session));
  }),
];

export function expireSession(context: Context, session: Session): Session {
  const after = context.store.put("sessions", { ...session, status: "expired", url: null });
  emit(context, "checkout.session.expired", "sessions", after);
  return after;
}

export function existing({ store }: Context, id: string): Session {
  const session = store.find("sessions", id);
  if (!session) throw Refusal.missing("checkout session", id);
  return session;
}

function create(context: Context, params: Given): Session {
  const now = context.timeOf(params.customer);
  checkTogether(params, now);
  if (params.customer !== undefined) named(context, params.customer);
  const lines = params.line_items.map((each, index) => lineOf(context, each, `line_items[${index}]`));
  const currencies = new Set(lines.map(({ price }) => context.store.get("prices", price).currency));
  if (currencies.size > 1) {
    throw Refusal.parameter(undefined, "line_items", "All lines of a session need the same currency.");
  }
  const id = newId("cs_test", 58);
  const session = shapeOf(params, { id, now, origin: context.origin, currency: [...currencies][0] ?? "usd" });
  const discounts = discountsFor(context, params.discounts ?? [], params.customer ?? null);
  const whole: Session = { ...session, hidden: { ...session.hidden, lines, discounts } };
  const subtotal = lineAmounts(context, whole).reduce((sum, amount) => sum + amount, 0);
  return context.store.put("sessions", { ...whole, amount_subtotal: subtotal, amount_total: subtotal });
}

function checkTogether(params: Given, now: number): void {
  const { customer, customer_email: email, discounts, subscription_data: data } = params;
  if (customer !== undefined && email !== undefined) throw exclusive("customer_email", "customer and customer_email");
  if (discounts !== undefined && params.allow_promotion_codes !== undefined)
    throw exclusive("discounts", "discounts and allow_promotion_codes");
  if (data?.trial_end !== undefined && data.trial_period_days !== undefined)
    throw exclusive("subscription_data[trial_end]", "trial_end and trial_period_days");
  if (data?.trial_end !== undefined && data.trial_end < now + 48 * HOUR)
    throw Refusal.parameter(undefined, "subscription_data[trial_end]", "The trial must end 48 hours ahead or later.");
  const expires = params.expires_at ?? now + 24 * HOUR;
  if (expires < now + 30 * MINUTE || expires > now + 24 * HOUR)
    throw Refusal.parameter(undefined, "expires_at", "A session expires 30 minutes to 24 hours ahead.");
  if (params.tax_id_collection?.enabled && customer !== undefined && params.customer_update?.name !== "auto")
    throw Refusal.parameter(
      undefined,
      "customer_update[name]",
      "Tax ids of a customer need customer_update[name]=auto.",
    );
}

const exclusive = (param: string, names: string) =>
  Refusal.parameter("parameters_exclusive", param, `You may only specify one of these: ${names}.`);

function lineOf(context: Context, { price: id, quantity }: z.output<typeof line>, param: string) {
  const price = priceFor(context, id, `${param}[price]`);
  if (price.recurring === null) throw Refusal.notHere(`${param}[price]`, "one-time prices in a checkout session");
  const isMetered = price.recurring.usage_type === "metered";
  if (isMetered && quantity !== undefined)
    throw Refusal.parameter(undefined, `${param}[quantity]`, "A metered price takes no quantity.");
  if (!isMetered && quantity === undefined)
    throw Refusal.parameter("parameter_missing", `${param}[quantity]`, `Missing required param: ${param}[quantity].`);
  return { id: newId("li"), price: id, quantity: quantity ?? null };
}

type Frame = { id: string; now: number; origin: string; currency: string };

function shapeOf(params: Given, { id, now, origin, currency }: Frame): Session {
  const { subscription_data: data, customer_update: update } = params;
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    amount_subtotal: 0,
    amount_total: 0,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation: params.customer === undefined ? "always" : null,
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: params.expires_at ?? now + 24 * HOUR,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: merged({}, params.metadata),
    mode: "subscription",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: params.payment_method_collection ?? "always",
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ["card"],
    payment_status: "unpaid",
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: params.success_url,
    tax_id_collection: { enabled: params.tax_id_collection?.enabled ?? false, required: "never" },
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${origin}/c/pay/${id}`,
    wallet_options: null,
    hidden: {
      customer: params.customer ?? null,
      lines: [],
      discounts: [],
      trialEnd: data?.trial_end ?? null,
      trialDays: data?.trial_period_days ?? null,
      trialSettings: trialSettingsOf(data?.trial_settings),
      subscriptionMetadata: merged({}, data?.metadata),
      description: data?.description ?? null,
      nameUpdate: params.customer === undefined || update?.name === "auto",
      addressUpdate: params.customer === undefined || update?.address === "auto",
      confirming: null,
    },
  };
}
