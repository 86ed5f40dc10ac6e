import type Stripe from "stripe";
import type { Context } from "../context";
import type { Intent } from "../tables";

/** A payment intent, as events and `invoice_payments` show it. */
export function showIntent(_context: Context, intent: Intent) {
  const { id, amount, created, currency, customer, status, charge, secret, error } = intent;
  return {
    id,
    object: "payment_intent",
    amount,
    amount_capturable: 0,
    amount_received: status === "succeeded" ? amount : 0,
    capture_method: "automatic",
    client_secret: `${id}_secret_${secret}`,
    confirmation_method: "automatic",
    created,
    currency,
    customer,
    last_payment_error:
      error === null ? null : { type: "card_error", ...error, decline_code: error.decline_code ?? "" },
    latest_charge: charge,
    livemode: false,
    metadata: {},
    next_action: status === "requires_action" ? { type: "use_stripe_sdk" } : null,
    payment_method: intent.payment_method,
    payment_method_types: ["card"],
    status,
  } satisfies Partial<Record<keyof Stripe.PaymentIntent, unknown>>;
}
