import "server-only";
import type { Money } from "@/lib/zod";
import { Prisma } from "./db/generated/client.ts";

/** Minor units and currency of a row as money; null when there is no amount. */
export function moneyOf(minor: bigint | null, currency: string | null): Money | null {
  return minor === null || currency === null ? null : { amount: Number(minor), currency };
}

export const minorOf = (money: Money | null): bigint | null => (money ? BigInt(money.amount) : null);

/** A nullable JSON column: Prisma distinguishes "no value" from "JSON null". */
export const jsonColumn = (value: Prisma.InputJsonValue | null) => value ?? Prisma.DbNull;

export const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A calendar date column as `YYYY-MM-DD`. */
export const dayOf = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null;
export const dateOf = (day: string | null): Date | null => (day === null ? null : new Date(`${day}T00:00:00Z`));

/** The entries of an object whose value is defined, for Prisma's strict undefined checks. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {};
  for (const key in values) if (values[key] !== undefined) kept[key] = values[key];
  return kept as { [K in keyof T]: Exclude<T[K], undefined> };
}
