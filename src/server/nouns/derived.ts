import "server-only";
import { derivedIn } from "@/lib/fields/derived";
import { invalid } from "../errors.ts";
import type { Made } from "./made.ts";

type Values = Readonly<Record<string, unknown>>;

/** Whether a change of these fields changes others that follow from them. */
export const changesDerived = ({ noun }: Pick<Made, "noun">, input: Values): boolean =>
  derivedIn(noun.fields).some(([, { of }]) => of.some((name) => input[name] !== undefined));

/** The derived values of a record; VALIDATION where one would be empty. `stored` are its values after the change. */
export function derivedValues({ noun }: Pick<Made, "noun">, stored: Values): Record<string, string> {
  const values = derivedIn(noun.fields).map(([name, { of, value, missing }]) => {
    const text = value(stored);
    if (text === "") throw invalid(of[0] ?? name, missing);
    return [name, text] as const;
  });
  return Object.fromEntries(values);
}
