import "server-only";
import type Stripe from "stripe";
import { type SubscriptionState, subscriptionStates } from "@/lib/entitlements";
import type { LicenceKey } from "@/lib/licences";
import type { Interval, PaidPlan } from "@/lib/plans";
import { type PriceMeaning, priceMeaning } from "@/lib/price-keys";
import type { Prisma } from "@/server/db/generated/client";
import { log } from "@/server/log";

/** The stored columns that follow from Stripe. */
export const billingSelect = {
  plan: true,
  planVersion: true,
  interval: true,
  state: true,
  seats: true,
  seatsBought: true,
  addOns: true,
  periodStart: true,
  periodEnd: true,
  cancelAt: true,
  pastDueSince: true,
  creditMinor: true,
  pendingChange: true,
  stripeSubscriptionId: true,
  billingEmail: true,
  cardBrand: true,
  cardLast4: true,
  cardExpires: true,
} satisfies Prisma.SubscriptionSelect;
export type BillingRow = Prisma.SubscriptionGetPayload<{ select: typeof billingSelect }>;

/** Everything that Stripe knows of a customer. */
export interface Fetched {
  customer: Stripe.Customer;
  subscriptions: Stripe.Subscription[];
  invoices: Stripe.Invoice[];
}

const instant = (seconds: number) => new Date(seconds * 1_000);
const instantOrNull = (seconds: number | null) => (seconds === null ? null : instant(seconds));

const ended = new Set<Stripe.Subscription.Status>(["canceled", "incomplete_expired"]);
export const isLive = ({ status }: Stripe.Subscription): boolean => !ended.has(status);

/** The subscription that counts: one that is paid before one that waits for its first payment, the newest before others. */
export function liveSubscription(subscriptions: readonly Stripe.Subscription[]): Stripe.Subscription | undefined {
  const waits = ({ status }: Stripe.Subscription) => Number(status === "incomplete");
  return subscriptions.filter(isLive).sort((a, b) => waits(a) - waits(b) || b.created - a.created)[0];
}

/** An item with the meaning of its price; null for prices that are none of ours. */
export interface PricedItem {
  item: Stripe.SubscriptionItem;
  meaning: PriceMeaning | null;
}

export const pricedItems = (subscription: Stripe.Subscription): PricedItem[] =>
  subscription.items.data.map((item) => ({ item, meaning: meaningOf(item.price) }));

/** A price whose lookup key moved to a newer one still says it in its metadata. */
export const meaningOf = ({ lookup_key: key, metadata }: Stripe.Price): PriceMeaning | null =>
  priceMeaning(key ?? metadata.key ?? "");

/** The end of a subscription: a time of its own, or the end of its period; null while it renews. */
export function endOf(subscription: Stripe.Subscription): Date | null {
  if (subscription.cancel_at !== null) return instant(subscription.cancel_at);
  return subscription.cancel_at_period_end ? periodOf(subscription).end : null;
}

export function periodOf({ items }: Stripe.Subscription): { start: Date; end: Date } {
  const [first] = items.data.toSorted((a, b) => a.current_period_end - b.current_period_end);
  return { start: instant(first?.current_period_start ?? 0), end: instant(first?.current_period_end ?? 0) };
}

/** The columns as Stripe has them now; a workspace that never bought keeps its plan. */
export function billingRow(before: BillingRow, fetched: Fetched): BillingRow {
  const { customer, subscriptions } = fetched;
  const live = liveSubscription(subscriptions);
  const own = {
    ...before,
    billingEmail: customer.email,
    // At Stripe a credit is below zero.
    creditMinor: BigInt(-customer.balance),
    pendingChange: live ? pendingOf(live, fetched.invoices) : null,
    ...cardOf(live, customer),
  };
  if (live) return { ...own, ...planOf(before, live), pastDueSince: unpaidSince(before, live, fetched.invoices) };
  if (subscriptions.length === 0) return own;
  return {
    ...own,
    plan: "starter",
    planVersion: null,
    interval: null,
    state: "canceled",
    seats: null,
    seatsBought: null,
    addOns: [],
    periodStart: null,
    periodEnd: null,
    cancelAt: null,
    pastDueSince: null,
    stripeSubscriptionId: null,
  };
}

/** A change that is made once its invoice is paid, in words of ours. */
export interface PendingChange {
  /** Stripe's id of the invoice. */
  invoice: string;
  plan: PaidPlan;
  interval: Interval;
  seats: number;
  addOns: LicenceKey[];
  /** Stripe gives the change up then. */
  expiresAt: string;
}

/** The open invoice of a change. A renewal that comes while the change waits is newer, and a debt. */
export const invoiceOfChange = (
  invoices: readonly Pick<Stripe.Invoice, "id" | "status" | "billing_reason">[],
): string | undefined =>
  invoices.find(({ status, billing_reason: reason }) => status === "open" && reason === "subscription_update")?.id;

/** The change that a subscription waits to be paid for; null for none, and for one that was made by hand. */
function pendingOf({ pending_update: update }: Stripe.Subscription, invoices: readonly Stripe.Invoice[]): PendingRow {
  const invoice = invoiceOfChange(invoices);
  const items = (update?.subscription_items ?? []).map((item) => ({ item, meaning: meaningOf(item.price) }));
  const seat = items.find(({ meaning }) => meaning?.kind === "seat");
  if (!update || !invoice || seat?.meaning?.kind !== "seat") return null;
  const { plan, interval } = seat.meaning;
  const addOns = items.flatMap(({ meaning }) => (meaning?.kind === "addOn" ? [meaning.module] : [])).sort();
  const expiresAt = instant(update.expires_at).toISOString();
  return { invoice, plan, interval, seats: seat.item.quantity ?? 1, addOns, expiresAt } satisfies PendingChange;
}
type PendingRow = BillingRow["pendingChange"];

/** A state that this version does not know ends the plan, as `incomplete_expired` does. */
const stateOf = (status: Stripe.Subscription.Status): SubscriptionState =>
  subscriptionStates.find((known) => known === status) ?? "canceled";

function planOf(before: BillingRow, live: Stripe.Subscription) {
  const items = pricedItems(live);
  const unknown = items.filter(({ meaning }) => meaning === null).map(({ item }) => item.price.id);
  if (unknown.length > 0) log.error({ subscription: live.id, prices: unknown }, "a subscription has unknown prices");
  const seat = items.find(({ meaning }) => meaning?.kind === "seat");
  const { start, end } = periodOf(live);
  const state = {
    state: stateOf(live.status),
    addOns: items.flatMap(({ meaning }) => (meaning?.kind === "addOn" ? [meaning.module] : [])).sort(),
    periodStart: start,
    periodEnd: end,
    cancelAt: endOf(live),
    stripeSubscriptionId: live.id,
  };
  // Without a price of ours nobody can say what was bought: plan and seats stay as they are.
  if (seat?.meaning?.kind !== "seat") return state;
  const { plan, version, interval } = seat.meaning;
  const seats = seat.item.quantity ?? 1;
  return { ...state, plan, planVersion: version, interval, seats, seatsBought: seatsBought(before, live, seats) };
}

/**
 * The seats that were bought stand in the subscription; they count once the payment has raised the quantity to them.
 * A quantity below the floor is a purchase of fewer; without a number of ours the first quantity is the floor.
 */
function seatsBought(before: BillingRow, live: Stripe.Subscription, seats: number): number | null {
  const bought = Number(live.metadata.seatsBought);
  if (Number.isInteger(bought) && bought > 0 && bought <= seats) return bought;
  const isKnown = before.stripeSubscriptionId === live.id && before.seatsBought !== null;
  return isKnown ? Math.min(before.seatsBought ?? seats, seats) : seats;
}

/** Whether Stripe says that the latest invoice of a subscription is not paid. */
export const isUnpaid = ({ status }: Stripe.Subscription): boolean => status === "past_due" || status === "unpaid";

/** Whether a renewal of a subscription failed and is still open; a change that was never paid is none. */
export const isOpenRenewal = (invoice: Stripe.Invoice, live: Stripe.Subscription): boolean =>
  invoice.status === "open" &&
  invoice.attempted &&
  invoice.billing_reason === "subscription_cycle" &&
  invoice.parent?.subscription_details?.subscription === live.id;

/**
 * The day on which the oldest open renewal failed. Stripe's state follows the latest invoice alone: a later one that is
 * paid, of nothing even, would end the debt.
 */
function unpaidSince(before: BillingRow, live: Stripe.Subscription, invoices: readonly Stripe.Invoice[]): Date | null {
  const failed = invoices
    .filter((one) => isOpenRenewal(one, live))
    .map(({ status_transitions: { finalized_at }, created }) => finalized_at ?? created);
  if (failed.length > 0) return instant(Math.min(...failed));
  return isUnpaid(live) ? (before.pastDueSince ?? new Date()) : null;
}

/** The card that pays: of the subscription, or else of the customer. */
function cardOf(live: Stripe.Subscription | undefined, { invoice_settings }: Stripe.Customer) {
  const method = live?.default_payment_method ?? invoice_settings.default_payment_method;
  const card = typeof method === "string" ? undefined : method?.card;
  if (!card) return { cardBrand: null, cardLast4: null, cardExpires: null };
  const expires = `${card.exp_year}-${String(card.exp_month).padStart(2, "0")}`;
  return { cardBrand: card.brand, cardLast4: card.last4, cardExpires: expires };
}

export const invoiceSelect = {
  stripeId: true,
  number: true,
  status: true,
  reason: true,
  currency: true,
  subtotalMinor: true,
  taxMinor: true,
  totalMinor: true,
  dueMinor: true,
  paidMinor: true,
  remainingMinor: true,
  issuedAt: true,
  dueAt: true,
  paidAt: true,
  periodStart: true,
  periodEnd: true,
  attempts: true,
  nextAttemptAt: true,
  lines: true,
  hostedUrl: true,
  pdfUrl: true,
} satisfies Prisma.InvoiceSelect;
export type InvoiceRow = Prisma.InvoiceGetPayload<{ select: typeof invoiceSelect }>;

export interface InvoiceLine {
  text: string;
  amount: number;
  quantity: number | null;
  from: string;
  until: string;
  /** A part of a period that a change charges or gives back. */
  proration: boolean;
}

export function lineOf(line: Stripe.InvoiceLineItem): InvoiceLine {
  const { subscription_item_details: ofItem, invoice_item_details: ofInvoice } = line.parent ?? {};
  return {
    text: line.description ?? "",
    amount: line.amount,
    quantity: line.quantity,
    from: instant(line.period.start).toISOString(),
    until: instant(line.period.end).toISOString(),
    proration: ofItem?.proration ?? ofInvoice?.proration ?? false,
  };
}

export const taxOf = ({ total_taxes }: Stripe.Invoice): number =>
  (total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);

/** An invoice in the form that is stored; null for a draft, which Stripe may still change or delete. */
export function invoiceRow(invoice: Stripe.Invoice): InvoiceRow | null {
  const { id, status } = invoice;
  if (!id || status === null || status === "draft") return null;
  return {
    stripeId: id,
    number: invoice.number,
    status,
    reason: invoice.billing_reason,
    currency: invoice.currency.toUpperCase(),
    subtotalMinor: BigInt(invoice.subtotal),
    taxMinor: BigInt(taxOf(invoice)),
    totalMinor: BigInt(invoice.total),
    dueMinor: BigInt(invoice.amount_due),
    paidMinor: BigInt(invoice.amount_paid),
    remainingMinor: BigInt(invoice.amount_remaining),
    issuedAt: instant(invoice.status_transitions.finalized_at ?? invoice.created),
    dueAt: instantOrNull(invoice.due_date),
    paidAt: instantOrNull(invoice.status_transitions.paid_at),
    ...spanOf(invoice),
    attempts: invoice.attempt_count,
    nextAttemptAt: instantOrNull(invoice.next_payment_attempt),
    lines: invoice.lines.data.map(lineOf) as unknown as Prisma.JsonValue,
    hostedUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
  };
}

/** The time that the lines are for: the invoice's own period is the one before, which is past when it is issued. */
function spanOf({ lines: { data }, period_start, period_end }: Stripe.Invoice) {
  const starts = data.map(({ period }) => period.start);
  const ends = data.map(({ period }) => period.end);
  return {
    periodStart: instant(starts.length > 0 ? Math.min(...starts) : period_start),
    periodEnd: instant(ends.length > 0 ? Math.max(...ends) : period_end),
  };
}
