import "server-only";
import type Stripe from "stripe";
import { counted } from "@/lib/counted";
import { type LicenceKey, licenceOf, registeredLicences } from "@/lib/licences";
import { currentVersion, limits, versionOf } from "@/lib/plans";
import { type PriceMeaning, priceKey } from "@/lib/price-keys";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { asked } from "@/server/stripe";
import { pricesByKey } from "@/server/stripe-prices";
import { pricedItems } from "../row";
import type { Bought, Change } from "../schema";

/** Members who take a seat: those who can sign in. */
export const usedSeats = (ctx: Ctx): Promise<number> => ctx.db.member.count({ where: { status: "active" } });

/** The choice that a subscription of Stripe holds now; null where it has no seats of ours. */
export function boughtIn(subscription: Stripe.Subscription): (Bought & { version: string }) | null {
  const items = pricedItems(subscription);
  const seat = items.find(({ meaning }) => meaning?.kind === "seat");
  if (seat?.meaning?.kind !== "seat") return null;
  const { plan, interval, version } = seat.meaning;
  const addOns = items.flatMap(({ meaning }) => (meaning?.kind === "addOn" ? [meaning.module] : []));
  return { plan, interval, version, seats: seat.item.quantity ?? 1, addOns: addOns.sort() };
}

/** The whole that a change leads to: an enterprise plan contains every module, so add-ons end with it. */
export function withChange(now: Bought, change: Change): Bought {
  const { plan = now.plan, interval = now.interval, seats = now.seats, addOns = now.addOns } = change;
  const sells = versionOf(currentVersion).plans[plan].modules === "addOns";
  return { plan, interval, seats, addOns: sells ? [...new Set(addOns)].sort() : [] };
}

/** Refuses seats for fewer members than there are or more than the plan has, and modules that are not sold. */
export async function requireSold(ctx: Ctx, { plan, seats, addOns }: Bought, kept: readonly LicenceKey[] = []) {
  const used = await usedSeats(ctx);
  if (seats < used)
    throw invalid(
      "seats",
      `${counted(used, limits.seats, ctx.tenant.locale)} are in use. Remove members first, or buy as many seats.`,
    );
  const { label, limits: most } = versionOf(currentVersion).plans[plan];
  if (most.seats !== null && seats > most.seats)
    throw invalid(
      "seats",
      `${label} has ${counted(most.seats, limits.seats, ctx.tenant.locale)} at most. Choose a larger plan.`,
    );
  const sold = versionOf(currentVersion).addOns;
  for (const module of addOns)
    if (!kept.includes(module) && (!registeredLicences().includes(module) || !sold[module]))
      throw invalid("addOns", `${licenceOf(module).label} cannot be bought separately.`);
}

/** The prices of a choice with their quantities, in the order of an invoice. */
export async function pricesOf(
  { plan, interval, seats, addOns }: Bought,
  version: string,
): Promise<{ meaning: PriceMeaning; price: string; quantity: number }[]> {
  const meanings: PriceMeaning[] = [
    { kind: "seat", plan, interval, version },
    ...addOns.map((module) => ({ kind: "addOn" as const, module, interval, version })),
  ];
  const known = await asked((stripe) => pricesByKey(stripe, meanings.map(priceKey)));
  return meanings.map((meaning) => {
    const price = known.get(priceKey(meaning));
    if (!price)
      throw new AppError(
        "UNAVAILABLE",
        "The payments service does not have this price yet. Tell the operator of this server.",
        {
          price: priceKey(meaning),
        },
      );
    return { meaning, price: price.id, quantity: meaning.kind === "seat" ? seats : 1 };
  });
}
