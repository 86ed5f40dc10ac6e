/** More decimals than any number of ours has. */
const decimals = 10;

/** A number, or with `percent` a percentage: 12.5 is "12.5%". */
export function numberText(value: number, locale: string, percent = false): string {
  const shown = percent ? value / 100 : value;
  return new Intl.NumberFormat(locale, {
    ...(percent ? { style: "percent" } : {}),
    maximumFractionDigits: decimals,
  }).format(shown);
}
