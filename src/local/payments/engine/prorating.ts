import { periodAround } from "../calendar";
import type { Context } from "../context";
import { emit } from "../events";
import { type Exact, exact, rounded } from "../exact";
import { newId } from "../ids";
import { credit, remaining } from "../proration";
import type { InvoiceItem, Item, Price, Segment, Subscription } from "../tables";
import { afterUse, reduced, reductionsAt } from "./discounts";
import { costOf, type Flat, flatItems, intervalOf, nameOf, pricingOf, timeWords, usageLine } from "./lines";

/** Gives back what was billed for the rest of the period, one amount for each line that billed it. */
export function creditItem(context: Context, subscription: Subscription, before: Item, at: number): void {
  const { store } = context;
  const price = store.get("prices", before.price);
  const live = store.where("segments", ({ item, end }) => item === before.id && end > at);
  for (const segment of live) {
    const amount = credit(segment, at);
    const kept = Math.max(at, segment.start);
    store.change("segments", segment.id, { end: kept, net: segment.net + amount });
    wait(context, subscription, {
      item: before,
      price,
      amount,
      quantity: before.quantity ?? 0,
      period: { start: kept, end: segment.end },
      description: timeWords("Unused", before.quantity ?? 0, nameOf(context, price), at),
      credited: creditedBy(segment),
    });
  }
}

/** Bills the new state of an item for the rest of the period. */
export function debitItem(context: Context, subscription: Subscription, flat: Flat, at: number): void {
  const { item, price, quantity } = flat;
  if (quantity === 0) return;
  const full = periodAround(subscription.billing_cycle_anchor, intervalOf(price), at);
  const period = { start: at, end: subscription.hidden.periodEnd };
  const reductions = reductionsAt(context, subscription, context.timeOf(subscription.customer));
  const whole = reduced(costOf(flat), reductions, fullCost(context, subscription.id));
  const amount = rounded(remaining(whole, full, at));
  const waiting = wait(context, subscription, {
    item,
    price,
    amount,
    quantity,
    period,
    description: timeWords("Remaining", quantity, nameOf(context, price), at),
    credited: null,
  });
  context.store.put("segments", {
    id: newId("seg"),
    subscription: subscription.id,
    item: item.id,
    invoice: null,
    source: waiting.id,
    ...period,
    net: amount,
  });
  context.store.change("subscriptions", subscription.id, { discounts: afterUse(subscription, reductions) });
}

function fullCost(context: Context, subscription: string): Exact {
  const sum = flatItems(context, subscription).map((flat) => costOf(flat));
  return sum.reduce((a, b) => ({ over: a.over * b.under + b.over * a.under, under: a.under * b.under }), exact(0));
}

/** Bills the use of an item that goes away. */
export function settleUse(context: Context, subscription: Subscription, item: Item, until: number): void {
  const price = context.store.get("prices", item.price);
  const line = usageLine(context, subscription, { item, price, until });
  if (line.amount === 0) return;
  wait(context, subscription, {
    item,
    price,
    amount: line.amount,
    quantity: line.quantity ?? 0,
    period: line.period,
    description: String(line.description),
    credited: null,
    isProration: false,
  });
}

type Waiting = {
  item: Item;
  price: Price;
  amount: number;
  quantity: number;
  period: { start: number; end: number };
  description: string;
  credited: NonNullable<InvoiceItem["proration_details"]>["credited_items"];
  isProration?: boolean;
};

/** An amount that waits for the next invoice of a subscription. */
function wait(context: Context, subscription: Subscription, given: Waiting): InvoiceItem {
  const { item, price, amount, quantity, isProration = true } = given;
  const made = context.store.put("invoiceItems", {
    id: newId("ii"),
    object: "invoiceitem",
    amount,
    currency: price.currency,
    customer: subscription.customer,
    customer_account: null,
    date: context.timeOf(subscription.customer),
    description: given.description,
    discountable: false,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: subscription.metadata,
    net_amount: amount,
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item: item.id },
      type: "subscription_details",
    },
    period: given.period,
    pricing: pricingOf(price),
    proration: isProration,
    proration_details: { credited_items: given.credited, discount_amounts: [] },
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: subscription.test_clock,
    hidden: { subscription: subscription.id, item: item.id },
  });
  emit(context, "invoiceitem.created", "invoiceItems", made);
  return made;
}

function creditedBy({ invoice, source }: Segment): Waiting["credited"] {
  if (invoice === null) return { invoice_item: source, type: "invoice_item" };
  return { invoice_line_item_details: { invoice, invoice_line_items: [source] }, type: "invoice_line_items" };
}
