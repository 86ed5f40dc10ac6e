import { type Card, cardOf, type Decline } from "../cards";
import type { Context } from "../context";
import { emit, emitChange, emitObject } from "../events";
import { newId } from "../ids";
import { cardBehind } from "../objects/payment-methods";
import { present } from "../present";
import type { Intent, Invoice, PaymentMethod } from "../tables";
import { afterFailure, afterPayment } from "./standing";

const DAY = 24 * 60 * 60;

/** Whether a person is there, and did the 3-D Secure step. */
export type Presence = "away" | "on page" | "confirmed";

const AUTHENTICATION: Decline = {
  code: "authentication_required",
  decline_code: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

export type Outcome = { state: "paid" } | { state: "refused" | "unconfirmed"; decline: Decline };

/** The test bank's word on a payment. */
export function ask(card: Card, presence: Presence, confirmedBefore: boolean): Outcome {
  const isConfirmed = presence === "confirmed" || (card.confirms === "on page" && confirmedBefore);
  if (card.confirms !== undefined && !isConfirmed) return { state: "unconfirmed", decline: AUTHENTICATION };
  const decline = card.declines ?? (presence === "away" ? card.laterDeclines : undefined);
  return decline ? { state: "refused", decline } : { state: "paid" };
}

/** The payment method that a subscription's invoice is paid with. */
export function methodFor({ store }: Context, invoice: Invoice): PaymentMethod | undefined {
  const subscription = store.find("subscriptions", invoice.hidden.subscription);
  const { default_payment_method: usual } = store.get("customers", invoice.customer).invoice_settings;
  return store.find("paymentMethods", subscription?.default_payment_method ?? usual);
}

type Try = {
  method?: PaymentMethod | undefined;
  presence?: Presence;
  /** Whether the schedule of retries makes this try. */
  isScheduled?: boolean;
};

/** Tries to pay an open invoice; what follows for its subscription is done as well. */
export function tryToPay(context: Context, id: string, { method, presence = "away", isScheduled }: Try = {}): Outcome {
  const { store } = context;
  const invoice = store.get("invoices", id);
  const used = method ?? methodFor(context, invoice);
  const intent = store.get("intents", String(invoice.hidden.intent));
  const counts = isScheduled || invoice.attempt_count === 0;
  const tried = store.change("invoices", id, {
    attempted: true,
    attempt_count: invoice.attempt_count + (counts ? 1 : 0),
  });
  if (!used) {
    const decline = {
      code: "payment_method_missing",
      decline_code: null,
      message: "The customer has no payment method.",
    };
    return failed(context, tried, intent, { state: "refused", decline }, undefined);
  }
  const outcome = ask(cardBehind(used), presence, used.hidden.confirmed);
  if (outcome.state !== "paid") return failed(context, tried, intent, outcome, used);
  if (presence === "confirmed")
    store.change("paymentMethods", used.id, { hidden: { ...used.hidden, confirmed: true } });
  const charge = newId("ch");
  const done = store.put("intents", { ...intent, status: "succeeded", payment_method: used.id, charge, error: null });
  emitObject(context, "charge.succeeded", invoice.customer, showCharge(context, done, charge));
  emit(context, "payment_intent.succeeded", "intents", done);
  paid(context, id);
  return outcome;
}

function failed(
  context: Context,
  invoice: Invoice,
  intent: Intent,
  outcome: Exclude<Outcome, { state: "paid" }>,
  method: PaymentMethod | undefined,
): Outcome {
  const { store } = context;
  const { decline, state } = outcome;
  const charge = newId("ch");
  const status = state === "unconfirmed" ? "requires_action" : "requires_payment_method";
  const after = store.put("intents", { ...intent, status, payment_method: method?.id ?? null, error: decline });
  if (state === "unconfirmed") emit(context, "payment_intent.requires_action", "intents", after);
  else if (method) {
    emitObject(context, "charge.failed", invoice.customer, showCharge(context, after, charge));
    emit(context, "payment_intent.payment_failed", "intents", after);
  }
  const before = present(context, "invoices", invoice);
  const next = nextTry(context, invoice);
  const open = store.change("invoices", invoice.id, { next_payment_attempt: next });
  emitChange(context, "invoice.updated", "invoices", { before, after: open });
  if (state === "unconfirmed") emit(context, "invoice.payment_action_required", "invoices", open);
  emit(context, "invoice.payment_failed", "invoices", open);
  afterFailure(context, open);
  return outcome;
}

/** The first invoice of a subscription is not tried again by itself. */
function nextTry(
  context: Context,
  { attempt_count: count, billing_reason: reason, customer, auto_advance }: Invoice,
): number | null {
  const days = context.settings.retryDays[count - 1];
  if (days === undefined || reason === "subscription_create" || !auto_advance) return null;
  return context.timeOf(customer) + days * DAY;
}

/** An invoice that is paid, or on which nothing was due. */
export function paid(context: Context, id: string): Invoice {
  const { store } = context;
  const invoice = store.get("invoices", id);
  const now = context.timeOf(invoice.customer);
  const before = present(context, "invoices", invoice);
  for (const payment of store.where("invoicePayments", (each) => each.invoice === id && each.status === "open")) {
    const done = store.put("invoicePayments", {
      ...payment,
      amount_paid: payment.amount_requested,
      status: "paid",
      status_transitions: { ...payment.status_transitions, paid_at: now },
    });
    emit(context, "invoice_payment.paid", "invoicePayments", done);
  }
  const after = store.put("invoices", {
    ...invoice,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    next_payment_attempt: null,
    status: "paid",
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  if (invoice.amount_due > 0) emitChange(context, "invoice.updated", "invoices", { before, after });
  emit(context, "invoice.paid", "invoices", after);
  emit(context, "invoice.payment_succeeded", "invoices", after);
  afterPayment(context, after);
  return after;
}

function showCharge(context: Context, intent: Intent, id: string): object {
  const method = context.store.find("paymentMethods", intent.payment_method);
  const isPaid = intent.status === "succeeded";
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    amount_refunded: 0,
    billing_details: method?.billing_details ?? null,
    captured: isPaid,
    created: context.timeOf(intent.customer),
    currency: intent.currency,
    customer: intent.customer,
    disputed: false,
    failure_code: intent.error?.code ?? null,
    failure_message: intent.error?.message ?? null,
    livemode: false,
    metadata: {},
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    payment_method_details: { type: "card", card: cardWords(method) },
    refunded: false,
    status: isPaid ? "succeeded" : "failed",
  };
}

function cardWords(method: PaymentMethod | undefined) {
  const card = method && cardOf(method.hidden.number);
  return card ? { brand: card.brand, last4: card.number.slice(-4) } : null;
}
