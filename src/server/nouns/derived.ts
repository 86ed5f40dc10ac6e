import "server-only";
import { derivedIn } from "@/lib/fields/derived";
import { invalid } from "../errors.ts";
import type { Made } from "./made.ts";

type Values = Readonly<Record<string, unknown>>;

/** An input without texts that follow from other fields: it has those fields instead, unless it names one of them. */
export function inParts<V extends Values>({ noun }: Pick<Made, "noun">, input: V): V {
  let parted: Values = input;
  for (const [name, { parts }] of derivedIn(noun.fields)) {
    const { [name]: text, ...others } = parted;
    const meant = typeof text === "string" ? parts(text) : {};
    parted = Object.keys(meant).some((part) => others[part] !== undefined) ? others : { ...others, ...meant };
  }
  return parted as V;
}

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
