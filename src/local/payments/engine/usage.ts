import type { Context } from "../context";
import { type Exact, exact } from "../exact";

/** A customer's use of a meter in a time, its beginning included, as the meter adds it up. */
export function usageIn(
  { store }: Context,
  { meter, customer, from, to }: { meter: string; customer: string; from: number; to: number },
): Exact {
  const { event_name: name, default_aggregation: aggregation } = store.get("meters", meter);
  const found = store.where(
    "meterEvents",
    (event) =>
      event.event_name === name && event.customer === customer && event.timestamp >= from && event.timestamp < to,
  );
  if (aggregation.formula === "count") return exact(found.length);
  const values = found.toSorted((a, b) => a.timestamp - b.timestamp).map(({ value }) => exact(value));
  if (aggregation.formula === "last") return values.at(-1) ?? exact(0);
  return values.reduce(plus, exact(0));
}

const plus = (a: Exact, b: Exact): Exact => ({ over: a.over * b.under + b.over * a.under, under: a.under * b.under });

/** `12` or `0.5`; a meter's values have no more than 12 digits after the point. */
export function decimalOf({ over, under }: Exact): string {
  const sign = over < 0n ? "-" : "";
  const size = over < 0n ? -over : over;
  const rest = (((size % under) * 10n ** 12n) / under).toString().padStart(12, "0").replace(/0+$/, "");
  return `${sign}${size / under}${rest === "" ? "" : `.${rest}`}`;
}
