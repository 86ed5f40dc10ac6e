import type { CatalogColumn } from "@/lib/catalog";
import { dayText } from "@/lib/day-words";
import { formatMoney } from "@/lib/money";
import { numberText } from "@/lib/number-text";
import { exactTimeText } from "@/lib/relative-time-text";
import type { Money } from "@/lib/zod";

/** The workspace's formats, and the reader's zone and today. */
export interface ValueFormats {
  locale: string;
  currency: string;
  timeZone: string;
  today: string;
}

/** A value of a changed field in words; null when it is empty. */
export function valueText(
  value: string | number | boolean | Money | null,
  { kind, percent = false }: { kind: CatalogColumn["kind"]; percent?: boolean | undefined },
  at: ValueFormats,
): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "object") return formatMoney(value.amount, value.currency, at);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return numberText(value, at.locale, percent);
  if (kind === "instant") return instantText(new Date(value), at);
  return kind === "day" ? dayText(value, at.today, at.locale) : value;
}

const instantText = (value: Date, { locale, timeZone }: ValueFormats): string => exactTimeText(value, locale, timeZone);
