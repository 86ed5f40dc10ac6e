import { askedText } from "@/components/data-table/asked-text";
import type { ParsedEntry } from "@/components/data-table/data-column";
import { type EntryFormats, entryText, parseFieldEntry } from "@/components/data-table/field-entry";
import type { ListLocale } from "@/components/data-table/list-locale";
import { typedCurrency } from "@/lib/coerce/typed-number";
import { amountToAsk, askedAmount } from "@/lib/list-filter";

/** How a filter's amount is read: in the currency in its text, else in the workspace's. */
export function amountFormats(text: string, at: ListLocale): EntryFormats {
  return { ...at, entryCurrency: typedCurrency(text, at) };
}

/** Parses a typed amount as the value of a condition; an empty list if it is no amount. */
export function parseAmountEntry(text: string, at: ListLocale): ParsedEntry[] {
  const formats = amountFormats(text, at);
  const currency = formats.entryCurrency ?? at.currency;
  return parseFieldEntry("money", text, formats).map(({ value, label }) => ({
    value: typeof value === "number" ? amountToAsk(value, currency, at.currency) : value,
    label,
  }));
}

/** The amount of a condition as the initial text of an input. */
export function askedEntry(value: string | number, at: ListLocale): string {
  const { minor, currency } = askedAmount(value, at.currency);
  return currency === at.currency ? entryText("money", Number(minor), at) : askedText(value, at);
}

/** Two amounts of one currency, the smaller first; null if their currencies differ. */
export function amountsInOrder(values: readonly (string | number)[], at: ListLocale): (string | number)[] | null {
  const typed = values.map((value) => ({ value, ...askedAmount(value, at.currency) }));
  if (new Set(typed.map(({ currency }) => currency)).size > 1) return null;
  return typed.toSorted((a, b) => Number(a.minor) - Number(b.minor)).map(({ value }) => value);
}
