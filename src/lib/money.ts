import { numberFormat } from "@/lib/intl";
import type { Money } from "./zod";

/** How a workspace writes amounts. */
export interface MoneyFormatOptions {
  locale: string;
  /** ISO currency that is written with its sign; others show their code. */
  currency: string;
  /** Whole amounts have their cents too: others of the same column are not whole. */
  cents?: boolean;
}

// ISO 4217 digits other than 2. Runtimes disagree: for HUF or COP a server used no minor unit and a browser
// hundredths, so each read the other's amounts wrong by a factor of a hundred.
const unusualDigits: readonly [number, string][] = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
  [4, "CLF UYW"],
];
const digitsOf = new Map(
  unusualDigits.flatMap(([digits, codes]) => codes.split(" ").map((code): [string, number] => [code, digits])),
);

/**
 * Number of digits in the minor unit of a currency: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError for an unknown
 * code.
 */
export function minorDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`${currency} is not a currency code.`);
  return digitsOf.get(currency) ?? 2;
}

/**
 * Minor units as the workspace writes money; cents only if they are not zero, or on request. Another currency shows its
 * code.
 */
export function formatMoney(minor: number, currency: string, at: MoneyFormatOptions): string {
  return formatOf(minor, currency, at).format(inUnits(minor, currency));
}

/** An amount as the workspace writes money; a dash where there is none. */
export const moneyText = (money: Money | null, at: MoneyFormatOptions): string =>
  money ? formatMoney(money.amount, money.currency, at) : "–";

/** The sum of amounts in each currency, this one first; nothing is converted. */
export function sumsByCurrency(amounts: readonly (Money | null)[], first: string): Money[] {
  const sums = new Map<string, number>();
  for (const money of amounts) if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.amount);
  const place = (currency: string) => Number(currency !== first);
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .sort((a, b) => place(a.currency) - place(b.currency) || a.currency.localeCompare(b.currency));
}

/** The sums of a group as they are shown: the one in the workspace's currency first, unless it is 0 beside others. */
export function shownAmounts(amounts: readonly Money[], currency: string): Money[] {
  const own = amounts.filter((sum) => sum.currency === currency && (sum.amount !== 0 || amounts.length === 1));
  return [...own, ...amounts.filter((sum) => sum.currency !== currency)];
}

/** An amount without its currency: the initial text of an amount input. */
export function formatAmount(minor: number, currency: string, at: MoneyFormatOptions): string {
  return formatOf(minor, currency, at)
    .formatToParts(inUnits(minor, currency))
    .map(({ type, value }) => (type === "currency" || type === "literal" ? "" : value))
    .join("");
}

/** Money rounded to whole units, without cents, for estimates such as weighted totals: "€4,200". */
export function formatMoneyRounded(minor: number, currency: string, at: MoneyFormatOptions): string {
  return numberFormat(at.locale, {
    ...written(currency, at),
    minimumFractionDigits: 0,
    maximumFractionDigits: 0,
  }).format(inUnits(minor, currency));
}

/** Whether an amount is not whole in its currency. */
export const hasCents = (minor: number, currency: string): boolean => minor % 10 ** minorDigits(currency) !== 0;

function formatOf(minor: number, currency: string, at: MoneyFormatOptions): Intl.NumberFormat {
  const digits = minorDigits(currency);
  const minimumFractionDigits = at.cents || hasCents(minor, currency) ? digits : 0;
  const form = { ...written(currency, at), minimumFractionDigits, maximumFractionDigits: digits };
  return numberFormat(at.locale, form);
}

function written(currency: string, own: MoneyFormatOptions): Intl.NumberFormatOptions {
  return { style: "currency", currency, currencyDisplay: currency === own.currency ? "symbol" : "code" };
}

/** As a text: the largest amounts have more digits than a floating-point number can hold. */
function inUnits(minor: number, currency: string): `${number}` {
  return `${minor}e-${minorDigits(currency)}` as `${number}`;
}
