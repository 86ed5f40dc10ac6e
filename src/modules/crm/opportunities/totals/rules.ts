import { bothCounts } from "@/lib/both-counts";
import type { Money } from "@/lib/zod";
import type { OpportunitySums } from "../board/schema";

/** The sums of amounts in one currency. */
export interface CurrencySum {
  total: Money;
  weighted: Money;
  /** Opportunities with an amount that `weighted` leaves out; null where the reader may not know. */
  withoutProbability: number | null;
}

type Sums = Pick<OpportunitySums, "total" | "weighted" | "withoutProbability" | "others">;

/**
 * Sums in the order in which they are shown: the workspace's currency, then the others, those of most opportunities
 * first. Nothing in the workspace's currency is left out where other currencies have amounts: "$0" would be wrong.
 */
export function shownSums({ total, weighted, withoutProbability, others }: Sums): [CurrencySum, ...CurrencySum[]] {
  const rest = others.toSorted((a, b) => b.count - a.count);
  const [first, ...further] = rest;
  return first && total.amount === 0 ? [first, ...further] : [{ total, weighted, withoutProbability }, ...rest];
}

/** The sums of several stages together. */
export function addSums(sums: readonly Sums[], currency: string): Sums {
  const others = new Map<string, Sums["others"][number]>();
  for (const one of sums.flatMap((stage) => stage.others)) {
    const known = others.get(one.currency);
    others.set(one.currency, known ? { ...one, count: known.count + one.count, ...together(known, one) } : one);
  }
  const none = { amount: 0, currency };
  const own = sums.reduce<CurrencySum>(together, { total: none, weighted: none, withoutProbability: 0 });
  return { ...own, others: [...others.values()] };
}

function together(a: CurrencySum, b: CurrencySum): CurrencySum {
  const add = (one: Money, other: Money) => ({ ...one, amount: one.amount + other.amount });
  return {
    total: add(a.total, b.total),
    weighted: add(a.weighted, b.weighted),
    withoutProbability: bothCounts(a.withoutProbability, b.withoutProbability),
  };
}

/** How many opportunities a weighted sum leaves out: "3 without a probability"; null for none. */
export const withoutProbabilityText = (
  { withoutProbability }: Pick<CurrencySum, "withoutProbability">,
  locale: string,
): string | null => (withoutProbability ? `${withoutProbability.toLocaleString(locale)} without a probability` : null);
