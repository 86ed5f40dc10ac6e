import { z } from "zod";
import { parseDecimal } from "@/lib/coerce/decimal";
import { counted, plainLocale } from "@/lib/counted";
import type { FieldOf } from "./field";
import { catalogColumn, type KindRules } from "./kind";

/** The largest number with decimals, above and below zero. */
export const largestNumber = 1e15;

const usualDecimals = 2;
const places = { one: "decimal", many: "decimals" };

/** The most decimals of a field's values. */
export const decimalsOf = ({ decimals = usualDecimals }: FieldOf<"number">): number => decimals;

/** The decimals of a number; one that cannot be read exactly has more than any field takes. */
const decimalsIn = (value: number): number => parseDecimal(String(value))?.scale ?? Number.POSITIVE_INFINITY;

const shown = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 6 });

export const numberRules: KindRules<"number"> = {
  output: () => z.number(),
  input(field) {
    const { min = -largestNumber, max = largestNumber } = field;
    const decimals = decimalsOf(field);
    const words = decimals === 0 ? "Use a whole number." : `Use at most ${counted(decimals, places, plainLocale)}.`;
    return z
      .number("Enter a number.")
      .min(min, `Use a number from ${shown(min)}.`)
      .max(max, `Use a number up to ${shown(max)}.`)
      .refine((value) => decimalsIn(value) <= decimals, words)
      .meta({ description: words });
  },
  columns: (name, field) => ({
    [name]: {
      ...catalogColumn(field, "decimal"),
      decimals: decimalsOf(field),
      ...(field.unit ? { percent: true } : {}),
    },
  }),
};
