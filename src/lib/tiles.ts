import { bothCounts } from "./both-counts";
import type { Condition } from "./list-filter";

/** Amounts of one currency: nothing is converted. */
export interface TileSum {
  currency: string;
  /** The number of records with an amount. */
  count: number;
  /** In minor units, as is `weighted`. */
  total: number;
  /** The amounts times their probability; null where the tile has none. */
  weighted: number | null;
  /** Records with an amount that `weighted` leaves out, as they have no probability; null as `weighted` is. */
  withoutProbability: number | null;
}

/** The records of a list that have one value, with what they add up to. */
export interface TileFigure {
  /** The value that they have in common; null for none. */
  value: string | null;
  /** The name behind a value that is an id. */
  label: string | null;
  /** The conditions by which a list shows exactly these records. */
  conditions: Condition[];
  count: number;
  /** The currency of most records first; none where the reader may not read amounts. */
  sums: TileSum[];
  /** Days that these records took: their number and their sum, of those of which it is known. */
  days: { count: number; total: number } | null;
}

/** Figures that are drawn together, such as those of a month. */
export interface TileSeries {
  name: string;
  /** The conditions of all of its records. */
  conditions: Condition[];
  figures: TileFigure[];
}

/** The people whose records a tile has: all that one may see, those of the reader, of their teams, of a member or of a team. */
export type TilePeople = "all" | "mine" | "teams" | { owner: string } | { team: string };

/** The first day of the month that begins so many months after that of a day. */
export function monthStart(day: string, later = 0): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + later, 1)).toISOString().slice(0, "YYYY-MM-DD".length);
}

/** Some figures as one: of all records that these conditions find. */
export function addedFigures(figures: readonly TileFigure[], conditions: readonly Condition[]): TileFigure {
  const sums = new Map<string, TileSum>();
  for (const one of figures.flatMap((figure) => figure.sums)) {
    const known = sums.get(one.currency);
    sums.set(one.currency, known ? bothSums(known, one) : one);
  }
  return {
    ...{ value: null, label: null, conditions: [...conditions] },
    count: figures.reduce((all, { count }) => all + count, 0),
    sums: [...sums.values()].sort((a, b) => b.count - a.count || a.currency.localeCompare(b.currency)),
    days: figures.reduce<TileFigure["days"]>((all, { days }) => bothDays(all, days), null),
  };
}

const bothSums = (one: TileSum, other: TileSum): TileSum => ({
  currency: one.currency,
  count: one.count + other.count,
  total: one.total + other.total,
  weighted: bothCounts(one.weighted, other.weighted),
  withoutProbability: bothCounts(one.withoutProbability, other.withoutProbability),
});

function bothDays(one: TileFigure["days"], other: TileFigure["days"]): TileFigure["days"] {
  if (one === null || other === null) return one ?? other;
  return { count: one.count + other.count, total: one.total + other.total };
}

/** All records of a series as one figure. */
export const wholeOf = ({ figures, conditions }: TileSeries): TileFigure => addedFigures(figures, conditions);

/** Sums in the order in which screens show them: that of the workspace's currency first, unless there is nothing in it. */
export function orderedSums(sums: readonly TileSum[], own: string): [TileSum, ...TileSum[]] {
  const others = sums.filter(({ currency }) => currency !== own).toSorted((a, b) => b.count - a.count);
  const none = { currency: own, count: 0, total: 0, weighted: 0, withoutProbability: 0 };
  const first = sums.find(({ currency }) => currency === own) ?? none;
  const [largest, ...rest] = others;
  return largest && first.total === 0 ? [largest, ...rest] : [first, ...others];
}

/** The amount of a figure in one currency, which charts draw; null where the reader may not read amounts. */
export const amountIn = ({ sums }: TileFigure, currency: string): number =>
  sums.find((sum) => sum.currency === currency)?.total ?? 0;
