import { numberFormat } from "@/lib/intl";

/** More decimals than any number of ours has. */
const decimals = 10;

/** A number, or with `percent` a percentage: 12.5 is "12.5%". */
export function numberText(value: number, locale: string, percent = false): string {
  const shown = percent ? value / 100 : value;
  return numberFormat(locale, {
    ...(percent ? { style: "percent" } : {}),
    maximumFractionDigits: decimals,
  }).format(shown);
}

/** The digits of a decimal number, exactly and without groups, with the decimal sign of a locale. */
export const decimalText = (decimal: string, locale: string): string =>
  numberFormat(locale, { useGrouping: false, maximumFractionDigits: 20, numberingSystem: "latn" }).format(
    decimal as `${number}`,
  );
