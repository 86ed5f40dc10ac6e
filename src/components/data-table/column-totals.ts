import type { PlacedColumn } from "@/components/data-table/column-layout";
import type { DataColumn } from "@/components/data-table/data-column";
import type { Noun } from "@/lib/counted";
import type { ShownTotal } from "@/lib/list-filter";
import type { TotalWay } from "@/lib/total-ways";
import type { Money } from "@/lib/zod";

/** The total of one column. */
export interface ColumnTotal {
  field: string;
  of: TotalWay;
}

/** The names of the totals in menus. */
export const totalLabels: Record<TotalWay, string> = {
  sum: "Sum",
  average: "Average",
  min: "Smallest",
  max: "Largest",
};

type Exact = number | string;

/** A total as the server returns it: a number, or an amount for each currency. */
export interface FoundTotal {
  field: string;
  of: string;
  value: Exact | null;
  amounts: readonly { amount: Exact; currency: string }[];
}

/** The totals of a list as its foot shows them, and what changes them. */
export interface ListTotals {
  /** Of its rows: "account", "accounts". */
  noun: Noun;
  /** The number of rows that match; exact where they were counted to the end. */
  count: ShownTotal | undefined;
  /** Counts exactly; undefined where the count is exact, or is being made. */
  onCount: (() => void) | undefined;
  chosen: readonly ColumnTotal[];
  onChange(totals: ColumnTotal[]): void;
  /** Undefined until they have loaded. */
  found: readonly FoundTotal[] | undefined;
  /** Why there are none, and a second try; null while nothing failed. */
  problem: { text: string; retry: () => void } | null;
}

type Totalled = Pick<DataColumn<never>, "id" | "kind" | "total">;

/** The totals that a list has until somebody chooses others: the sums of its amounts. */
export const usualTotals = (columns: readonly Totalled[], placed: readonly Pick<PlacedColumn, "id">[]): ColumnTotal[] =>
  columns.flatMap(({ id, kind, total }) =>
    total && kind === "money" && placed.some((one) => one.id === id) ? [{ field: id, of: "sum" as const }] : [],
  );

/** The totals with another one for this column, or without one. */
export function withTotal(totals: readonly ColumnTotal[], field: string, of: TotalWay | null): ColumnTotal[] {
  const others = totals.filter((total) => total.field !== field);
  return of === null ? others : [...others, { field, of }];
}

/** The values of a total in the order of the screen: one number, or the amounts with the workspace's currency first. */
export function valuesOf({ value, amounts }: FoundTotal, currency: string): (Exact | Money)[] {
  if (value !== null) return [value];
  return amounts
    .toSorted((a, b) => Number(a.currency !== currency) - Number(b.currency !== currency))
    .map((one) => one as Money);
}
