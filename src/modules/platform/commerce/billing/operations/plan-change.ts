import "server-only";
import type Stripe from "stripe";
import { currentVersion } from "@/lib/plans";
import { priceKey } from "@/lib/price-keys";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { asked } from "@/server/stripe";
import { isOpenRenewal, isUnpaid, lineOf, pricedItems, taxOf } from "../row";
import { previewMinutes } from "../rules";
import type { Bought, Change, Planned, Preview } from "../schema";
import { boughtIn, pricesOf, requireSold, withChange } from "./choice";
import { liveOf } from "./follow-seats";
import { customerOf } from "./sync";

export interface PlanChange {
  live: Stripe.Subscription;
  from: Bought;
  to: Bought;
  items: Stripe.SubscriptionUpdateParams.Item[];
  /** Another interval begins a new period now. */
  restarts: boolean;
}

/** The subscription that a workspace pays for; CONFLICT where there is none. */
export async function requireLive(ctx: Ctx): Promise<Stripe.Subscription> {
  const customer = await customerOf(ctx);
  const live = customer === null ? undefined : await liveOf(customer);
  if (!live || live.status === "incomplete")
    throw new AppError("CONFLICT", "This workspace has no paid plan yet. Choose one first.");
  return live;
}

/** A change in the form that Stripe takes; refused where it is not sold. */
export async function planChange(ctx: Ctx, live: Stripe.Subscription, change: Change): Promise<PlanChange> {
  const from = boughtIn(live);
  if (!from)
    throw new AppError("CONFLICT", "This plan was set up manually. Ask the operator of this server to change it.");
  const to = withChange(from, change);
  await requireSold(ctx, to, from.addOns);
  await requirePaid(live);
  // A workspace keeps the version that it bought until it moves to another plan.
  const version = to.plan === from.plan ? from.version : currentVersion;
  const items = await itemsOf(live, to, version);
  return { live, from, to, items, restarts: to.interval !== from.interval };
}

/**
 * Refuses changes while a renewal is unpaid: Stripe would credit time that nobody paid for, and call the subscription
 * active once the small invoice of the change is paid.
 */
async function requirePaid(live: Stripe.Subscription): Promise<void> {
  const isOwed = isUnpaid(live) || (await openInvoicesOf(live)).some((one) => isOpenRenewal(one, live));
  if (isOwed) throw new AppError("CONFLICT", "An invoice is not paid. Pay it in Billing, then change the plan.");
}

const openInvoicesOf = async ({ id: subscription }: Stripe.Subscription): Promise<Stripe.Invoice[]> =>
  (await asked((stripe) => stripe.invoices.list({ subscription, status: "open", limit: 100 }))).data;

/** Only what differs is named: a price that stays keeps its item, whatever it costs today. */
async function itemsOf(live: Stripe.Subscription, to: Bought, version: string) {
  const present = pricedItems(live).flatMap(({ item, meaning }) => (meaning ? [{ item, meaning }] : []));
  const isSame = (key: string) => present.some(({ meaning }) => priceKey(meaning) === key);
  const wanted = await pricesOf(to, version);
  const items: Stripe.SubscriptionUpdateParams.Item[] = [];
  for (const { meaning, price, quantity } of wanted) {
    const same = present.find((one) =>
      meaning.kind === "seat"
        ? one.meaning.kind === "seat"
        : one.meaning.kind === "addOn" && one.meaning.module === meaning.module,
    );
    if (!same) items.push({ price, quantity });
    else if (!isSame(priceKey(meaning))) items.push({ id: same.item.id, price, quantity });
    // Without the quantity Stripe would set it to one.
    else if (same.item.quantity !== quantity) items.push({ id: same.item.id, quantity });
  }
  const kept = new Set<string>(to.addOns);
  for (const { item, meaning } of present)
    if (meaning.kind === "addOn" && !kept.has(meaning.module)) items.push({ id: item.id, deleted: true });
  return items;
}

/** The time of a customer: that of its test clock, where it has one. */
export async function timeOf({ test_clock: clock }: Stripe.Subscription): Promise<number> {
  if (clock === null) return Math.floor(Date.now() / 1_000);
  const id = typeof clock === "string" ? clock : clock.id;
  return (await asked((stripe) => stripe.testHelpers.testClocks.retrieve(id))).frozen_time;
}

const instant = (seconds: number) => new Date(seconds * 1_000).toISOString();
const moneyIn = (currency: string) => (amount: number) => ({ amount, currency: currency.toUpperCase() });

/** An invoice that Stripe would write. */
export function plannedOf(invoice: Stripe.Invoice, at: number): Planned {
  const money = moneyIn(invoice.currency);
  return {
    at: instant(at),
    lines: invoice.lines.data.map((line) => ({ ...lineOf(line), amount: money(line.amount) })),
    subtotal: money(invoice.subtotal),
    tax: money(taxOf(invoice)),
    total: money(invoice.total),
    fromBalance: money(Math.max(0, invoice.total) - invoice.amount_due),
    due: money(invoice.amount_due),
  };
}

/** A planned invoice with another credit to pay it from: that of a change which is made before it. */
function settled(planned: Planned, credit: number): Planned {
  const { total } = planned;
  const used = Math.min(credit, Math.max(0, total.amount));
  const money = moneyIn(total.currency);
  return { ...planned, fromBalance: money(used), due: money(Math.max(0, total.amount) - used) };
}

/** The customer's credit before and after a planned invoice; at Stripe a credit is a balance below zero. */
function creditsOf(now: Stripe.Invoice | null, before: number) {
  const after = now ? before - now.total + now.amount_due : before;
  return { before, after: now?.ending_balance == null ? after : -now.ending_balance };
}

/** The exact amounts of a change at a second, as Stripe works them out. */
export async function previewOf(change: PlanChange, at: number): Promise<Preview> {
  const { live, from, to, items, restarts } = change;
  const customer = typeof live.customer === "string" ? live.customer : live.customer.id;
  const moving: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails = restarts
    ? { items, billing_cycle_anchor: { type: "now" } }
    : { items, proration_date: at };
  const base = { customer, subscription: live.id };
  const [now, next] = await Promise.all([
    items.length === 0
      ? null
      : asked((stripe) =>
          stripe.invoices.createPreview({
            ...base,
            subscription_details: { ...moving, proration_behavior: "always_invoice" },
          }),
        ),
    restarts ? null : upcomingInvoice(base, items),
  ]);
  const money = moneyIn(live.currency);
  const amounts = now?.lines.data.map(({ amount }) => amount) ?? [];
  const sum = (some: number[]) => money(some.reduce((total, amount) => total + amount, 0));
  const charged = now && plannedOf(now, at);
  const credits = creditsOf(now, -((now ?? next)?.starting_balance ?? 0));
  const renewal = restarts && now ? nextOf(now) : next && plannedNext(next);
  return {
    takesEffect: "now",
    from: shownOf(from),
    to: shownOf(to),
    prorationDate: at,
    validUntil: instant(at + previewMinutes * 60),
    credit: sum(amounts.filter((amount) => amount < 0)),
    charge: sum(amounts.filter((amount) => amount >= 0)),
    now: charged,
    next: renewal && settled(renewal, credits.after),
    creditBefore: money(Math.max(0, credits.before)),
    creditAfter: money(Math.max(0, credits.after)),
  };
}

export const shownOf = ({ plan, interval, seats, addOns }: Bought): Bought => ({ plan, interval, seats, addOns });

const plannedNext = (invoice: Stripe.Invoice) => plannedOf(invoice, invoice.next_payment_attempt ?? invoice.created);

/** The next invoice, if nothing changes until then; null where the plan ends before. */
export async function upcoming(base: { customer: string; subscription: string }): Promise<Planned | null> {
  const invoice = await upcomingInvoice(base, []);
  return invoice && plannedNext(invoice);
}

/** The renewal after a change; null where the plan ends before. */
async function upcomingInvoice(
  base: { customer: string; subscription: string },
  items: Stripe.SubscriptionUpdateParams.Item[],
): Promise<Stripe.Invoice | null> {
  const subscription_details = items.length > 0 ? { items, proration_behavior: "none" as const } : undefined;
  return await asked(async (stripe) => {
    try {
      return await stripe.invoices.createPreview({
        ...base,
        ...(subscription_details ? { subscription_details } : {}),
      });
    } catch (error) {
      if ((error as { code?: string }).code === "invoice_upcoming_none") return null;
      throw error;
    }
  });
}

/** Where a period begins now, the next invoice repeats its whole lines at its end. */
function nextOf(now: Stripe.Invoice): Planned {
  const lines = now.lines.data.filter((line) => !lineOf(line).proration);
  const money = moneyIn(now.currency);
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const tax = lines.reduce((sum, { taxes }) => sum + (taxes ?? []).reduce((own, one) => own + one.amount, 0), 0);
  return {
    at: instant(Math.max(...lines.map(({ period }) => period.end), now.period_end)),
    lines: lines.map((line) => ({ ...lineOf(line), amount: money(line.amount) })),
    subtotal: money(subtotal),
    tax: money(tax),
    total: money(subtotal + tax),
    fromBalance: money(0),
    due: money(subtotal + tax),
  };
}

/**
 * How far the amount may have moved since the preview. A proration date fixes it; where a new period begins now Stripe
 * takes none, and the credit shrinks by the second.
 */
export function tolerance(change: PlanChange, shown: Preview): number {
  if (!change.restarts) return 0;
  const left = (change.live.items.data[0]?.current_period_end ?? 0) - shown.prorationDate;
  return left > 0 ? Math.ceil((Math.abs(shown.credit.amount) * previewMinutes * 60) / left) + 1 : 0;
}
