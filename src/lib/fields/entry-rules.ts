import { z } from "zod";
import { cellValues } from "@/lib/cell-values";
import { columnsByType, type EntryType, emailTypes, maxEntries, phoneTypes } from "./entries";
import { emailsInput, emailsOutput, phonesInput, phonesOutput } from "./entry-schemas";
import { typedValue } from "./entry-types";
import { catalogColumn, type KindRules } from "./kind";

/** A cell of a file may hold several entries, between semicolons. */
const cell = z.string().max(4_000, "Use at most 4,000 characters.");

/** The columns of files for entries with types: one for each type, the first under the field's own name. */
const columnsOf = <K extends "emails" | "phones">(
  kind: K,
  types: readonly EntryType[],
): Pick<KindRules<K>, "columns" | "row" | "refuseRow"> => ({
  columns: (name, field) =>
    Object.fromEntries(
      columnsByType(name, types).map(([column, { inFile }]) => [
        column,
        {
          ...catalogColumn(field, kind),
          ...(column === name ? {} : { label: inFile.label }),
          synonyms: inFile.synonyms,
        },
      ]),
    ),
  row: (name) => Object.fromEntries(columnsByType(name, types).map(([column]) => [column, cell])),
  refuseRow: (_field, name) => (row) => {
    const filled = columnsByType(name, types).flatMap(([column]) => (row[column] ? [column] : []));
    const cells = filled.flatMap((column) => cellValues(String(row[column])));
    const values = new Set(cells.map(({ text }) => typedValue(types, text).value));
    if (values.size <= maxEntries) return null;
    return {
      column: filled.at(-1) ?? name,
      message: `This row holds ${values.size} values for the field; at most ${maxEntries} are allowed.`,
    };
  },
});

export const emailsRules: KindRules<"emails"> = {
  output: () => emailsOutput,
  input: () => emailsInput,
  ...columnsOf("emails", emailTypes),
};

export const phonesRules: KindRules<"phones"> = {
  output: () => phonesOutput,
  input: () => phonesInput,
  ...columnsOf("phones", phoneTypes),
};
