/** How a workspace writes amounts. */
export interface MoneyFormats {
  locale: string;
  /** ISO currency that is written with its sign; another one shows its code. */
  currency: string;
}

const knownDigits = new Map<string, number>();

/** How many digits the minor unit of a currency has: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError for no code. */
export function minorDigits(currency: string): number {
  const known = knownDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  knownDigits.set(currency, digits);
  return digits;
}

/** Minor units as the workspace writes money; cents only where they are not zero. Another currency shows its code. */
export function formatMoney(minor: number, currency: string, at: MoneyFormats): string {
  return formatOf(minor, currency, at).format(inUnits(minor, currency));
}

/** The same without the currency: what an input of an amount starts with. */
export function formatAmount(minor: number, currency: string, at: MoneyFormats): string {
  return formatOf(minor, currency, at)
    .formatToParts(inUnits(minor, currency))
    .map(({ type, value }) => (type === "currency" || type === "literal" ? "" : value))
    .join("");
}

/** Money without its cents, for sums that are estimates anyway: weighted totals. */
export function formatWholeMoney(minor: number, currency: string, at: MoneyFormats): string {
  return new Intl.NumberFormat(at.locale, { ...written(currency, at), maximumFractionDigits: 0 }).format(
    inUnits(minor, currency),
  );
}

function formatOf(minor: number, currency: string, at: MoneyFormats): Intl.NumberFormat {
  const digits = minorDigits(currency);
  const minimumFractionDigits = minor % 10 ** digits === 0 ? 0 : digits;
  return new Intl.NumberFormat(at.locale, { ...written(currency, at), minimumFractionDigits });
}

function written(currency: string, own: MoneyFormats): Intl.NumberFormatOptions {
  return { style: "currency", currency, currencyDisplay: currency === own.currency ? "symbol" : "code" };
}

/** As a text: the largest amounts have more digits than a fraction of a number can hold. */
function inUnits(minor: number, currency: string): `${number}` {
  return `${minor}e-${minorDigits(currency)}` as `${number}`;
}
