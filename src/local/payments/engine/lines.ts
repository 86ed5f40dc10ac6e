import { dayOf, type Period, periodAround } from "../calendar";
import type { Context } from "../context";
import { type Exact, exact, rounded, share, times } from "../exact";
import { newId } from "../ids";
import { itemsOf } from "../objects/subscription-shape";
import type { InvoiceItem, Item, Line, Price, Pricing, Subscription } from "../tables";
import { decimalOf, usageIn } from "./usage";

export const intervalOf = (price: Price) => price.recurring ?? { interval: "month", interval_count: 1 };

const isMetered = (price: Price) => price.recurring?.usage_type === "metered";

export type Flat = { item: Item; price: Price; quantity: number };

/** The items that are paid in advance, with their prices. */
export function flatItems(context: Context, subscription: string): Flat[] {
  return itemsOf(context, subscription)
    .map((item) => ({ item, price: context.store.get("prices", item.price), quantity: item.quantity ?? 0 }))
    .filter(({ price }) => !isMetered(price));
}

function meteredItems(context: Context, subscription: string): { item: Item; price: Price }[] {
  return itemsOf(context, subscription)
    .map((item) => ({ item, price: context.store.get("prices", item.price) }))
    .filter(({ price }) => isMetered(price));
}

export const unitOf = (price: Price) => exact(price.unit_amount_decimal ?? "0");

/** The price of an item for a part of a period. */
export const costOf = ({ price, quantity }: { price: Price; quantity: number }, part: Exact = exact(1)) =>
  times(unitOf(price), exact(quantity), part);

/** The part of a whole period between the boundaries of the anchor that a time is. */
export function partOf({ billing_cycle_anchor: anchor }: Subscription, price: Price, { start, end }: Period): Exact {
  const full = periodAround(anchor, intervalOf(price), start);
  return share(end - start, full.end - full.start);
}

type Draft = {
  item: Item;
  price: Price;
  period: Period;
  amount: number;
  quantity: string | null;
  description: string;
  discountable: boolean;
  meter?: Line["hidden"]["meter"];
};

/** One line for each item that is paid in advance. */
export function periodLines(
  context: Context,
  subscription: Subscription,
  { period, free }: { period: Period; free?: "trial" | "stub" },
): Line[] {
  return flatItems(context, subscription.id).map((flat) => {
    const { item, price, quantity } = flat;
    const name = nameOf(context, price);
    const amount = free ? 0 : rounded(costOf(flat, partOf(subscription, price, period)));
    const description = free === "trial" ? `Trial period for ${name}` : `${quantity} × ${name} ${priceWords(price)}`;
    return lineOf(subscription, {
      item,
      price,
      period,
      amount,
      quantity: String(quantity),
      description,
      discountable: true,
    });
  });
}

/** One line for each item whose use is paid afterwards, up to a time. */
export function usageLines(context: Context, subscription: Subscription, until: number): Line[] {
  return meteredItems(context, subscription.id)
    .filter(({ item }) => item.usageFrom < until)
    .map(({ item, price }) => usageLine(context, subscription, { item, price, until }));
}

/** The use of one item since it was billed last. */
export function usageLine(
  context: Context,
  subscription: Subscription,
  { item, price, until }: { item: Item; price: Price; until: number },
): Line {
  const from = item.usageFrom;
  const meter = { id: price.recurring?.meter ?? "", from, to: until };
  const line = lineOf(subscription, {
    item,
    price,
    period: { start: from, end: until },
    amount: 0,
    quantity: "0",
    description: nameOf(context, price),
    discountable: true,
    meter,
  });
  return counted(context, line, subscription.customer);
}

/** A line about use as its meter stands now: events may arrive until the invoice is final. */
export function counted(context: Context, line: Line, customer: string): Line {
  const { meter } = line.hidden;
  if (!meter) return line;
  const used = usageIn(context, { meter: meter.id, customer, from: meter.from, to: meter.to });
  const quantity = decimalOf(used);
  const amount = rounded(times(exact(line.pricing?.unit_amount_decimal ?? "0"), used));
  return { ...line, amount, subtotal: amount, quantity_decimal: quantity, quantity: wholeOf(quantity) };
}

const wholeOf = (quantity: string | null) => (quantity === null || quantity.includes(".") ? null : Number(quantity));

function lineOf(subscription: Subscription, draft: Draft): Line {
  const { item, price, amount, quantity } = draft;
  return {
    id: newId("il"),
    object: "line_item",
    amount,
    currency: price.currency,
    description: draft.description,
    discount_amounts: [],
    discountable: draft.discountable,
    discounts: [],
    invoice: "",
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: "subscription_item_details",
    },
    period: draft.period,
    pretax_credit_amounts: [],
    pricing: pricingOf(price),
    quantity: wholeOf(quantity),
    quantity_decimal: quantity,
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
    hidden: { item: item.id, meter: draft.meter ?? null },
  };
}

/** The line of an amount that waited for the next invoice. */
export function lineOfWaiting(waiting: InvoiceItem): Line {
  const { subscription, item } = waiting.hidden;
  const credited = waiting.proration_details?.credited_items?.invoice_line_item_details ?? null;
  const details = {
    invoice_item: waiting.id,
    proration: waiting.proration,
    proration_details: { credited_items: credited },
    subscription,
  };
  return {
    id: newId("il"),
    object: "line_item",
    amount: waiting.amount,
    currency: waiting.currency,
    description: waiting.description,
    discount_amounts: [],
    discountable: false,
    discounts: [],
    invoice: "",
    livemode: false,
    metadata: waiting.metadata ?? {},
    parent:
      item === null
        ? { invoice_item_details: details, subscription_item_details: null, type: "invoice_item_details" }
        : {
            invoice_item_details: null,
            subscription_item_details: { ...details, subscription_item: item },
            type: "subscription_item_details",
          },
    period: waiting.period,
    pretax_credit_amounts: [],
    pricing: waiting.pricing,
    quantity: waiting.quantity,
    quantity_decimal: waiting.quantity_decimal,
    subscription,
    subtotal: waiting.amount,
    taxes: [],
    hidden: { item, meter: null },
  };
}

export function pricingOf(price: Price): Pricing {
  return {
    type: "price_details",
    unit_amount_decimal: price.unit_amount_decimal,
    price_details: { price: price.id, product: price.product },
  };
}

export const nameOf = ({ store }: Context, price: Price) => store.get("products", price.product).name;

function priceWords(price: Price): string {
  const { interval, interval_count: count } = intervalOf(price);
  const each = count === 1 ? interval : `${count} ${interval}s`;
  return `(at ${moneyOf(price.unit_amount_decimal ?? "0", price.currency)} / ${each})`;
}

/** `$29.00`, for a number of minor units. */
export function moneyOf(minor: string | number, currency: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency: currency.toUpperCase() });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(Number(minor) / 10 ** digits);
}

/** “Unused time on 2 × Professional after 16 Apr 2026” */
export function timeWords(kind: "Unused" | "Remaining", quantity: number, name: string, at: number): string {
  return `${kind} time on ${quantity} × ${name} after ${dayOf(at)}`;
}
