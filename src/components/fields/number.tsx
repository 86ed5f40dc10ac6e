import { CircleDollarSign, Hash, Percent, Sigma } from "lucide-react";
import { counted } from "@/lib/counted";
import { formatMoney, moneyText, sumsByCurrency } from "@/lib/money";
import { numberText } from "@/lib/number-text";
import { andList } from "@/lib/text";
import type { Money } from "@/lib/zod";
import { asItIs, type FieldContext, type KindParts } from "./kind";

export const integerKind: KindParts<"integer"> = {
  ...asItIs,
  column: "number",
  width: 104,
  filter: "number",
  icon: <Hash aria-hidden />,
  editor: "number",
  show: (value, _field, at) => Number(value).toLocaleString(at.locale),
  brief: (value, { unit }, at) =>
    unit ? counted(Number(value), unit, at.locale) : Number(value).toLocaleString(at.locale),
};

export const numberKind: KindParts<"number"> = {
  ...asItIs,
  column: "number",
  width: 112,
  filter: "number",
  icon: <Hash aria-hidden />,
  editor: ({ unit }) => (unit === "%" ? "percent" : "number"),
  show: (value, { unit }, at) => numberText(Number(value), at.locale, unit === "%"),
};

export const percentKind: KindParts<"percent"> = {
  ...asItIs,
  column: "number",
  width: 96,
  filter: "number",
  icon: <Percent aria-hidden />,
  editor: "percent",
  show: (value, _field, at) => numberText(Number(value), at.locale, true),
};

export const moneyKind: KindParts<"money"> = {
  column: "money",
  width: 140,
  filter: "money",
  icon: <CircleDollarSign aria-hidden />,
  editor: "money",
  show(value, _field, at) {
    const { amount, currency } = value as Money;
    return formatMoney(amount, currency, at);
  },
  toEditor: (value) => (value as Money | null)?.amount ?? null,
  fromEditor: (next, before, at) =>
    next === null ? null : { amount: Number(next), currency: (before as Money | null)?.currency ?? at.currency },
};

/** The sums in their order: the workspace's currency, then the others. */
const amountTexts = (value: unknown, at: FieldContext): string[] =>
  sumsByCurrency(value as readonly Money[], at.currency).map((money) => moneyText(money, at));

/** Sums by currency: the first one, and the number of the others, as the foot of a list has them. */
export const amountsKind: KindParts<"amounts"> = {
  ...asItIs,
  column: "money",
  width: 130,
  filter: null,
  icon: <Sigma aria-hidden />,
  editor: null,
  show(value, _field, at) {
    const [first, ...others] = amountTexts(value, at);
    if (others.length === 0) return first;
    return (
      <span title={andList(others)}>
        <span aria-hidden className="mr-1.5 text-faint text-sm">{`+${others.length}`}</span>
        <span className="sr-only">{`${andList(others)} and `}</span>
        {first}
      </span>
    );
  },
  brief: (value, _field, at) => andList(amountTexts(value, at)),
};
