import { z } from "zod";
import { columnsByType, type EntryType, emailTypes, phoneTypes } from "./entries";
import { emailsInput, emailsOutput, phonesInput, phonesOutput } from "./entry-schemas";
import { catalogColumn, type KindRules } from "./kind";

/** A cell of a file may hold several entries, between semicolons. */
const cell = z.string().max(2_000, "Use at most 2,000 characters.");

/** The columns of files for entries with types: one for each type, the first under the field's own name. */
const columnsOf = <K extends "emails" | "phones">(
  kind: K,
  types: readonly EntryType[],
): Pick<KindRules<K>, "columns" | "row"> => ({
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
