import "server-only";
import type { Field, Fields } from "@/lib/fields/field";
import type { Formats, Row } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";

/** Amounts and telephone numbers have no initial value, so no formats are needed. */
const noFormats: Formats = { currency: "", locale: "en" };

/** The columns of an empty record: the initial values of its fields. */
export function emptyRow(fields: Fields): Row {
  const columns = Object.entries<Field>(fields).flatMap(([name, field]) => {
    const rules = storedRulesOf(field);
    const values = rules.write(name, field, field.initial, noFormats);
    return Object.entries(rules.columns(name, field)).flatMap(([column, { folds }]) =>
      folds ? [] : [[column, values[column] ?? null] as const],
    );
  });
  return Object.fromEntries(columns);
}
