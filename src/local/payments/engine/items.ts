import type { Context } from "../context";
import { newId } from "../ids";
import { merged } from "../objects/metadata";
import { priceFor } from "../objects/prices";
import { itemsOf } from "../objects/subscription-shape";
import { Refusal } from "../refusal";
import type { Item, Metadata, Subscription } from "../tables";
import { checkIntervals } from "./creating";

/** One entry of `items`: without an id it is a new item. */
export type ItemChange = {
  id?: string | undefined;
  price?: string | undefined;
  quantity?: number | undefined;
  deleted?: boolean | undefined;
  metadata?: Metadata | null | undefined;
};

export type Moved = { before: Item | null; after: Item | null };

/** Changes the items of a subscription; those whose price or quantity is another than before are answered. */
export function moveItems(context: Context, subscription: Subscription, changes: readonly ItemChange[]): Moved[] {
  const moved = changes.map((change, index) => {
    const param = `items[${index}]`;
    if (change.deleted) return removed(context, subscription, change, param);
    return change.id === undefined
      ? { before: null, after: added(context, subscription, change, param) }
      : changed(context, subscription, change, param);
  });
  const prices = itemsOf(context, subscription.id).map(({ price }) => context.store.get("prices", price));
  if (prices.length === 0) throw Refusal.parameter(undefined, "items", "A subscription must have at least one item.");
  checkIntervals(prices);
  return moved.filter(({ before, after }) => before?.price !== after?.price || before?.quantity !== after?.quantity);
}

function own({ store }: Context, subscription: Subscription, id: string | undefined, param: string): Item {
  const item = store.find("items", id);
  if (item?.subscription !== subscription.id)
    throw Refusal.missingParameter("subscription item", String(id), `${param}[id]`);
  return item;
}

function removed(context: Context, subscription: Subscription, { id }: ItemChange, param: string): Moved {
  const before = own(context, subscription, id, param);
  context.store.remove("items", before.id);
  return { before, after: null };
}

function added(context: Context, subscription: Subscription, change: ItemChange, param: string): Item {
  const { price: id, quantity, metadata } = change;
  if (id === undefined) {
    throw Refusal.parameter("parameter_missing", `${param}[price]`, `Missing required param: ${param}[price].`);
  }
  const now = context.timeOf(subscription.customer);
  return context.store.put("items", {
    id: newId("si", 14),
    subscription: subscription.id,
    price: id,
    quantity: quantityFor(context, { price: id, quantity }, param),
    created: now,
    metadata: merged({}, metadata),
    usageFrom: now,
  });
}

function changed(context: Context, subscription: Subscription, change: ItemChange, param: string): Moved {
  const before = own(context, subscription, change.id, param);
  const { price = before.price, metadata } = change;
  const isOther = price !== before.price;
  // A change of the price alone makes it one unit, as Stripe does.
  const wanted = isOther ? change.quantity : (change.quantity ?? before.quantity ?? undefined);
  const quantity =
    isOther || change.quantity !== undefined
      ? quantityFor(context, { price, quantity: wanted }, param)
      : before.quantity;
  const now = context.timeOf(subscription.customer);
  const after = context.store.put("items", {
    ...before,
    price,
    quantity,
    metadata: merged(before.metadata, metadata),
    usageFrom: isOther ? now : before.usageFrom,
  });
  return { before, after };
}

/** A quantity of a price: metered ones have none, others one if it is not given. */
export function quantityFor(
  context: Context,
  { price: id, quantity }: { price: string; quantity: number | undefined },
  param: string,
): number | null {
  const price = priceFor(context, id, `${param}[price]`);
  if (price.recurring === null)
    throw Refusal.parameter(undefined, `${param}[price]`, "The price specified is set to `type=one_time`.");
  if (price.recurring.usage_type !== "metered") return quantity ?? 1;
  if (quantity !== undefined)
    throw Refusal.parameter(undefined, `${param}[quantity]`, "A metered price takes no quantity.");
  return null;
}
