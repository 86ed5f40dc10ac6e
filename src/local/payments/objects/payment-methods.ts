import { CARDS, type Card, cardOf } from "../cards";
import type { Context } from "../context";
import { emit } from "../events";
import { newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { one, page, text } from "../schema";
import type { PaymentMethod } from "../tables";

export const paymentMethodRoutes = [
  route(
    "GET /v1/customers/:id/payment_methods",
    { ...page, type: one("card").optional() },
    ({ context, params, id }) => {
      if (!context.store.find("customers", id)) throw Refusal.missing("customer", id);
      const found = context.store.where("paymentMethods", (each) => each.customer === id);
      return listOf(`/v1/customers/${id}/payment_methods`, found, params, (each) =>
        present(context, "paymentMethods", each),
      );
    },
  ),
  route("POST /v1/payment_methods/:id/attach", { customer: text() }, ({ context, params, id }) => {
    if (!context.store.find("customers", params.customer))
      throw Refusal.missingParameter("customer", params.customer, "customer");
    return present(context, "paymentMethods", attachCard(context, id, params.customer, "id"));
  }),
];

/** Keeps the card of a token such as `pm_card_visa` for a customer. Some cards refuse that. */
export function attachCard(context: Context, token: string, customer: string, param: string): PaymentMethod {
  const card = CARDS.find((each) => each.token === token);
  if (!card) throw Refusal.missingParameter("PaymentMethod", token, param);
  if (card.unattachable && card.declines) throw cardError(card.declines);
  return keepCard(context, card, customer);
}

/** A card that a customer gave; `confirmed` where the 3-D Secure step is behind it. */
export function keepCard(context: Context, card: Card, customer: string, confirmed = false): PaymentMethod {
  const { email, name, phone, address } = context.store.get("customers", customer);
  const method = context.store.put("paymentMethods", {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "always",
    billing_details: { address, email, name, phone: phone ?? null, tax_id: null },
    card: cardFacts(card, context.timeOf(customer)),
    created: context.timeOf(customer),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
    hidden: { number: card.number, confirmed },
  });
  emit(context, "payment_method.attached", "paymentMethods", method);
  return method;
}

function cardFacts({ brand, number }: Card, now: number): NonNullable<PaymentMethod["card"]> {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: brand,
    exp_month: 12,
    exp_year: new Date(now * 1000).getUTCFullYear() + 3,
    fingerprint: Buffer.from(number).toString("base64url").slice(0, 16),
    funding: "credit",
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/** A customer's own payment method, named in a parameter. */
export function paymentMethodFor({ store }: Context, customer: string, id: string, param: string): PaymentMethod {
  const found = store.find("paymentMethods", id);
  if (found?.customer !== customer) throw Refusal.missingParameter("PaymentMethod", id, param);
  return found;
}

/** The card behind a payment method. */
export function cardBehind({ hidden }: PaymentMethod): Card {
  const card = cardOf(hidden.number);
  if (!card) throw new Error(`The payments stand-in has no card ${hidden.number}.`);
  return card;
}

/** The answer to a request whose payment the bank refused. */
export function cardError(
  { code, decline_code: reason, message }: { code: string; decline_code: string | null; message: string },
  more: Record<string, unknown> = {},
  keeps = false,
): Refusal {
  const details = { type: "card_error", code, message, ...(reason === null ? {} : { decline_code: reason }), ...more };
  return new Refusal(402, details, {}, keeps);
}
