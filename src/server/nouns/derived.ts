import "server-only";
import { derivedIn } from "@/lib/fields/derived";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { invalid } from "../errors.ts";
import type { Formats, Row } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import type { NounRuntime } from "./noun-runtime.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * Replaces texts that are derived from other fields, such as a person's full name, by those fields, unless the input
 * names one of them.
 */
export function splitDerived<V extends Values>({ noun }: Pick<NounRuntime, "noun">, input: V): V {
  let values: Values = input;
  for (const [name, { parts }] of derivedIn(noun.fields)) {
    if (!parts) continue;
    const { [name]: text, ...others } = values;
    const partValues = typeof text === "string" ? parts(text) : {};
    values = Object.keys(partValues).some((part) => others[part] !== undefined) ? others : { ...others, ...partValues };
  }
  return values as V;
}

/** Whether a write of these fields changes derived ones. */
export const changesDerived = ({ noun }: Pick<NounRuntime, "noun">, names: ReadonlySet<string>): boolean =>
  derivedIn(noun.fields).some(([, { of }]) => of.some((name) => names.has(name)));

/** The values of some fields of a stored row, without those that depend on the actor. */
const plainValues = (fields: Fields, names: readonly string[], row: Row): Values =>
  Object.fromEntries(
    names.map((name) => {
      const field = fields[name] as Field;
      return [name, storedRulesOf(field).read(name, field, row)] as const;
    }),
  );

/**
 * The derived values of a record by input name; VALIDATION if one is missing. `row` holds its columns after the change.
 */
export function derivedValues({ noun: { fields } }: Pick<NounRuntime, "noun">, row: Row): Record<string, unknown> {
  const values = derivedIn(fields).map(([name, { of, value, missing }]) => {
    const derived = value(plainValues(fields, of, row)) ?? null;
    if (missing && (derived === null || derived === "")) throw invalid(of[0] ?? name, missing);
    return [inputName(name, fields[name] as Field), derived] as const;
  });
  return Object.fromEntries(values);
}

/** Adds the derived values to the columns that an import reads and writes. */
export function withDerived(fields: Fields, columns: Row, formats: Formats): Row {
  const after: Record<string, unknown> = { ...columns };
  for (const [name, { of, value }] of derivedIn(fields)) {
    const field = fields[name] as Field;
    const written = storedRulesOf(field).write(name, field, value(plainValues(fields, of, after)) ?? null, formats);
    for (const [column, stored] of Object.entries(written)) if (column in after) after[column] = stored;
  }
  return after;
}
