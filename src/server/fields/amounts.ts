import "server-only";
import type { Money } from "@/lib/zod";
import type { StoredRules } from "./kind.ts";

/** Sums by currency as a JSON column holds them, in minor units. */
export type StoredAmounts = Readonly<Record<string, number>> | null;

/** JSON numbers are exact up to here. */
const most = Number.MAX_SAFE_INTEGER;
const exact = (amount: number): number => Math.max(-most, Math.min(most, amount));

/** Stored sums as the server returns them, by currency; null where there are none. */
export function amountsOf(stored: StoredAmounts): Money[] | null {
  if (stored === null) return null;
  return Object.entries(stored)
    .map(([currency, amount]) => ({ amount: exact(amount), currency }))
    .sort((a, b) => a.currency.localeCompare(b.currency));
}

/** Triggers write both columns: the sums, and the largest of them, by which lists are sorted. */
export const amountsStored: StoredRules<"amounts"> = {
  columns: (name) => ({
    [name]: { type: "jsonb", recorded: false },
    [`${name}Most`]: { type: "bigint", recorded: false },
  }),
  write: () => ({}),
  fromFile: () => () => undefined,
  read: (name, _field, row) => amountsOf((row[name] ?? null) as StoredAmounts),
  list: (name, field) => ({
    kind: "amounts",
    column: `${name}Most`,
    nullable: true,
    ...(field.overlapping ? {} : { added: name }),
    ...(field.sortable ? { sortable: true } : {}),
  }),
};
