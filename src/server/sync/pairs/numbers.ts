import "server-only";
import { coerceBoolean } from "@/lib/coerce/coerce-boolean";
import { coerceMoney } from "@/lib/coerce/coerce-money";
import { coerceDecimal, coerceInteger } from "@/lib/coerce/coerce-number";
import { type Decimal, formatDecimal, parseDecimal, scaledHalfEven } from "@/lib/coerce/decimal";
import { counted, plainLocale } from "@/lib/counted";
import type { FieldOf } from "@/lib/fields/field";
import { decimalsOf } from "@/lib/fields/number";
import { minorDigits } from "@/lib/money";
import { knownCurrency, type Money } from "@/lib/zod";
import type { FieldPair, Partners } from "../object.ts";
import type { Props } from "../snapshot.ts";
import { blocked, coerced, type Incoming, type More, type Ours, pairOf, singlePair, textIn } from "./pair.ts";

const place = "this property";
const none: Decimal = { digits: 0n, scale: 0 };
const decimalOf = (value: unknown): Decimal => parseDecimal(String(value)) ?? none;
/** 1500 for "1500.00". */
const plainNumber = (given: string): string => {
  const read = parseDecimal(given);
  return read ? formatDecimal(read) : given;
};

/** A whole number. */
export function integer(ours: Ours, property: string, more: More = {}): FieldPair {
  return singlePair(
    ours,
    property,
    {
      note: "Exact",
      holds: "whole",
      out: (value) => formatDecimal(decimalOf(value)),
      in: (given) => coerced(coerceInteger(given, { place }), property),
      kept: plainNumber,
    },
    more,
  );
}

/** A number; more decimals than the field has are rounded on the way here. */
export function number(ours: Ours, property: string, more: More = {}): FieldPair {
  const decimals = decimalsOf(ours.field as FieldOf<"number">);
  const places = counted(decimals, { one: "decimal", many: "decimals" }, plainLocale);
  return singlePair(
    ours,
    property,
    {
      note: `Rounded to ${places} here`,
      holds: "number",
      out: (value) => formatDecimal(decimalOf(value)),
      in: (given) => rounded(given, property, decimals),
      kept: plainNumber,
    },
    more,
  );
}

/** A percentage from 0 to 100, which services hold as such or, with `whole: 1`, as a part of one. */
export function percent(ours: Ours, property: string, { whole = 100, ...more }: More & { whole?: 1 | 100 } = {}) {
  const shift = whole === 1 ? 2 : 0;
  return singlePair(
    ours,
    property,
    {
      note: "Rounded to whole per cent here",
      holds: "number",
      out: (value) => formatDecimal({ digits: decimalOf(value).digits, scale: shift }),
      in(given): Incoming {
        const read = rounded(given, property, shift);
        return "blocked" in read || shift === 0
          ? read
          : { value: Number(scaledHalfEven(decimalOf(read.value), shift)) };
      },
      kept: plainNumber,
    },
    more,
  );
}

function rounded(given: string, property: string, decimals: number): Incoming {
  const read = coerced(coerceDecimal(given, { place }), property);
  if ("blocked" in read || read.value === null) return read;
  return { value: Number(formatDecimal({ digits: scaledHalfEven(decimalOf(read.value), decimals), scale: decimals })) };
}

/** Yes or no, as `true` and `false`; where a field always has one of them, nothing means no. */
export function boolean(ours: Ours, property: string, more: More = {}): FieldPair {
  return pairOf(
    ours,
    {
      remote: [property],
      note: "Exact",
      toTheirs: (value) => ({ props: { [property]: value === null ? null : String(value) } }),
      toOurs(props) {
        const text = textIn(props, property);
        if (text === null) return { value: ours.field.required ? false : null };
        return coerced(coerceBoolean(text), property);
      },
      asKept: (props) => ({ [property]: textIn(props, property)?.toLowerCase() ?? null }),
    },
    more,
  );
}

const isMoney = (value: unknown): value is Money => typeof value === "object" && value !== null && "amount" in value;

/** An amount, with a property for its currency where the service has one; without it amounts are in the workspace's. */
export function money(
  ours: Ours,
  { amount, currency }: { amount: string; currency?: string },
  more: More = {},
): FieldPair {
  return pairOf(
    ours,
    {
      remote: currency === undefined ? [amount] : [amount, currency],
      note: currency === undefined ? "Only in the currency of the workspace" : "Rounded to the smallest coin here",
      holds: "number",
      read: (own) => (isMoney(own) ? { amount: own.amount, currency: own.currency } : null),
      toTheirs(value, partners) {
        if (!isMoney(value)) return { props: { [amount]: null } };
        const written = { [amount]: inUnits(value) };
        if (currency !== undefined) return { props: { ...written, [currency]: value.currency } };
        return value.currency === partners.currency ? { props: written } : otherCurrency(ours, value, partners);
      },
      toOurs: (props, partners) => moneyIn(props, amount, currency, partners),
      asKept: (props) => {
        const text = textIn(props, amount);
        const kept = { [amount]: text === null ? null : plainNumber(text) };
        return currency === undefined || props[currency] === undefined
          ? kept
          : { ...kept, [currency]: textIn(props, currency)?.toUpperCase() ?? null };
      },
    },
    more,
  );
}

const inUnits = ({ amount, currency }: Money) =>
  formatDecimal({ digits: BigInt(amount), scale: minorDigits(currency) });

const otherCurrency = ({ field: { label }, name }: Ours, { currency }: Money, partners: Partners) =>
  blocked(
    "unreadable",
    `${label} is in ${currency}; the other side holds ${partners.currency} only.`,
    `${name} ${currency}`,
  );

function moneyIn(props: Props, property: string, currencyProperty: string | undefined, partners: Partners): Incoming {
  const text = textIn(props, property);
  if (text === null) return { value: null };
  const code = currencyProperty === undefined ? null : textIn(props, currencyProperty);
  const currency = knownCurrency.safeParse(code?.toUpperCase() ?? partners.currency);
  if (!currency.success)
    return blocked("unreadable", `${code} is not the code of a currency.`, `${currencyProperty} unreadable`);
  const read = coerceMoney(text, { currency: currency.data, place });
  if (!read.ok) return blocked("unreadable", read.reason, `${property} unreadable`);
  return { value: read.value === null ? null : { amount: Number(read.value), currency: currency.data } };
}
