import { type LicenceKey, licenceKeys, licenceOf } from "./licences";
import { type Interval, intervals, isPaid, type PaidPlan, type PlanVersion, paidPlans, planVersions } from "./plans";

/** The meaning of a price: a seat of a plan, or a module, by month or year, in a version of `plans.ts`. */
export type PriceMeaning = { version: string; interval: Interval } & (
  | { kind: "seat"; plan: PaidPlan }
  | { kind: "addOn"; module: LicenceKey }
);

/** The lookup key of a price: "2026-11.professional.seat.month", "2026-11.pmo.year". */
export function priceKey(meaning: PriceMeaning): string {
  const { version, interval } = meaning;
  return meaning.kind === "seat"
    ? `${version}.${meaning.plan}.seat.${interval}`
    : `${version}.${meaning.module}.${interval}`;
}

/** The meaning of a lookup key; null for a price that is none of ours. */
export function priceMeaning(key: string): PriceMeaning | null {
  const parts = key.split(".");
  const [version = "", name = ""] = parts;
  const interval = intervals.find((one) => one === parts.at(-1));
  if (interval === undefined || !Object.hasOwn(planVersions, version)) return null;
  const plan = paidPlans.find((one) => one === name);
  if (plan && parts.length === 4 && parts[2] === "seat") return { kind: "seat", version, interval, plan };
  const module = licenceKeys.find((one) => one === name);
  return module && parts.length === 3 ? { kind: "addOn", version, interval, module } : null;
}

/** A price of `plans.ts`. */
export interface SoldPrice {
  key: string;
  /** The product that it is a price of, and its name on invoices. */
  product: string;
  label: string;
  interval: Interval;
  /** Minor units of the currency of `plans.ts`. */
  amount: number;
}

/** Every price of every version that was ever sold. */
export function soldPrices(versions: Readonly<Record<string, PlanVersion>> = planVersions): SoldPrice[] {
  return Object.entries(versions).flatMap(([version, { plans, addOns }]) =>
    intervals.flatMap((interval) => [
      ...Object.entries(plans).flatMap(([plan, { label, seat }]) => {
        if (!seat || !isPaid(plan as PaidPlan)) return [];
        const key = priceKey({ kind: "seat", version, plan: plan as PaidPlan, interval });
        return [{ key, product: `${version}.${plan}`, label, interval, amount: seat[interval] }];
      }),
      ...Object.entries(addOns).map(([module, amounts]) => {
        const key = priceKey({ kind: "addOn", version, module: module as LicenceKey, interval });
        const { label } = licenceOf(module as LicenceKey);
        return { key, product: `${version}.${module}`, label, interval, amount: amounts[interval] };
      }),
    ]),
  );
}
