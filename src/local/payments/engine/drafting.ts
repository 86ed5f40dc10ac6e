import type { Period } from "../calendar";
import type { Context } from "../context";
import { emit } from "../events";
import { newId } from "../ids";
import { linesOf } from "../objects/invoice-shape";
import type { Customer, Invoice, Line, Subscription } from "../tables";
import { afterUse, reductionsAt, takenOff } from "./discounts";
import { lineOfWaiting } from "./lines";

type Reason = "subscription_create" | "subscription_cycle" | "subscription_update" | "manual";

const HOUR = 3600;

/**
 * Makes the draft of an invoice: the amounts that wait for it, then the lines. Its discounts are worked out and kept;
 * what was billed for a time is remembered for credits.
 */
export function draftInvoice(
  context: Context,
  subscription: Subscription,
  { reason, lines, period, isFinalSoon }: { reason: Reason; lines: Line[]; period: Period; isFinalSoon?: boolean },
): Invoice {
  const { store } = context;
  const customer = store.get("customers", subscription.customer);
  const now = context.timeOf(customer.id);
  const blank = blankInvoice(customer, subscription, { now, reason, period });
  const waits = subscription.status !== "unpaid";
  store.put("invoices", {
    ...blank,
    auto_advance: waits,
    automatically_finalizes_at: waits && !isFinalSoon ? now + HOUR : null,
  });
  const all = [...takeWaiting(context, subscription.id, blank.id), ...lines];
  for (const line of all) store.put("lines", { ...line, invoice: blank.id });
  discount(context, subscription, blank.id, now);
  for (const line of linesOf(context, blank.id)) remember(context, line);
  const invoice = summed(context, blank.id);
  store.change("subscriptions", subscription.id, { latest_invoice: invoice.id });
  return invoice;
}

export function announceDraft(context: Context, invoice: Invoice): void {
  emit(context, "invoice.created", "invoices", invoice);
}

function takeWaiting(context: Context, subscription: string, invoice: string): Line[] {
  const { store } = context;
  return waitingFor(context, subscription).map((waiting) => {
    const line = lineOfWaiting(waiting);
    store.change("invoiceItems", waiting.id, { invoice });
    for (const segment of store.where("segments", ({ source }) => source === waiting.id))
      store.change("segments", segment.id, { source: line.id, invoice });
    return line;
  });
}

/** The amounts that wait for a subscription's next invoice. */
export function waitingFor({ store }: Context, subscription: string) {
  return store.where("invoiceItems", ({ invoice, hidden }) => invoice === null && hidden.subscription === subscription);
}

function discount(context: Context, subscription: Subscription, invoice: string, now: number): void {
  const { store } = context;
  const lines = linesOf(context, invoice).filter(({ discountable }) => discountable);
  const reductions = reductionsAt(context, subscription, now);
  const off = takenOff(
    lines.map(({ amount }) => amount),
    reductions,
  );
  if (!lines.some(({ amount }) => amount > 0) || reductions.length === 0) return;
  for (const [index, line] of lines.entries()) {
    const amounts = reductions.map(({ discount: each }, place) => ({
      amount: off[place]?.[index] ?? 0,
      discount: each.id,
    }));
    store.change("lines", line.id, { discount_amounts: amounts });
  }
  store.change("invoices", invoice, { discounts: reductions.map(({ discount: each }) => each.id) });
  store.change("subscriptions", subscription.id, { discounts: afterUse(subscription, reductions) });
}

/** A line that pays for a time in advance can be credited later. */
function remember({ store }: Context, line: Line): void {
  const { item } = line.hidden;
  if (item === null || line.hidden.meter || line.parent?.subscription_item_details?.proration) return;
  if (line.subtotal === 0) return;
  store.put("segments", {
    id: newId("seg"),
    subscription: String(line.subscription),
    item,
    invoice: line.invoice,
    source: line.id,
    start: line.period.start,
    end: line.period.end,
    net: netOf(line),
  });
}

const netOf = ({ amount, discount_amounts: off }: Line) =>
  amount - (off ?? []).reduce((sum, each) => sum + each.amount, 0);

/** The sums of an invoice from its lines and the customer's balance. */
export function summed(context: Context, id: string): Invoice {
  const { store } = context;
  const invoice = store.get("invoices", id);
  const lines = linesOf(context, id);
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const total = lines.reduce((sum, line) => sum + netOf(line), 0);
  const off = lines.flatMap(({ discount_amounts: each }) => each ?? []);
  const discounts = (invoice.discounts ?? []).map((discount) => ({
    amount: off.filter((each) => each.discount === discount).reduce((sum, { amount }) => sum + amount, 0),
    discount,
  }));
  const starting = store.get("customers", invoice.customer).balance;
  const { due } = settlementOf({ total, starting_balance: starting });
  return store.put("invoices", {
    ...invoice,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: total,
    total_discount_amounts: discounts,
    starting_balance: starting,
    amount_due: due,
    amount_remaining: due,
  });
}

function blankInvoice(
  customer: Customer,
  subscription: Subscription,
  { now, reason, period }: { now: number; reason: Reason; period: Period },
): Invoice {
  return {
    ...emptyInvoice(customer, now),
    billing_reason: reason,
    currency: subscription.currency,
    default_payment_method: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: "subscription_details",
    },
    period_end: period.end,
    period_start: period.start,
    hidden: { secret: newId("s", 32), subscription: subscription.id, intent: null },
  };
}

function emptyInvoice(customer: Customer, now: number) {
  return {
    id: newId("in"),
    object: "invoice",
    account_country: "US",
    account_name: "Throughline",
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: "manual",
    collection_method: "charge_automatically",
    created: now,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    ...whoPays(customer),
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: customer.test_clock,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  } satisfies Partial<Invoice>;
}

/** Amounts below are not charged: they are added to the customer's balance. */
const LEAST = 50;

/** The amount that is charged of an invoice, and the customer's balance after it. */
export function settlementOf({ total, starting_balance: starting }: Pick<Invoice, "total" | "starting_balance">) {
  const due = Math.max(0, total + starting);
  if (due > 0 && due < LEAST) return { due: 0, ending: due };
  return { due, ending: Math.min(0, total + starting) };
}

/** The customer as the invoice names it. */
export function whoPays(customer: Customer) {
  return {
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: "none",
  } satisfies Partial<Invoice>;
}
