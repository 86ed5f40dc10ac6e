import type { ListLocale } from "@/components/data-table/list-locale";
import { askedAmount } from "@/lib/list-filter";
import { formatMoney } from "@/lib/money";

/** The amount of a condition as text. */
export function askedText(value: string | number | boolean, at: ListLocale): string {
  const { minor, currency } = askedAmount(value, at.currency);
  return formatMoney(Number(minor), currency, at);
}
