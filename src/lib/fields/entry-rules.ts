import { z } from "zod";
import { columnsByType, type EntryKind } from "./entries";
import { emailsInput, emailsOutput, phonesInput, phonesOutput } from "./entry-schemas";
import { typeInFiles } from "./entry-words";
import { catalogColumn, type KindRules } from "./kind";

/** A cell of a file may hold several entries, between semicolons. */
const cell = z.string().max(4_000, "Use at most 4,000 characters.");

/** The columns of files for entries with types: one for each type, the first under the field's own name. */
const columnsOf = <K extends EntryKind>(kind: K): Pick<KindRules<K>, "columns" | "row"> => ({
  columns: (name, field) =>
    Object.fromEntries(
      columnsByType(name, kind).map(([column, type]) => {
        const { label, synonyms } = typeInFiles(kind, type).column;
        return [column, { ...catalogColumn(field, kind), ...(column === name ? {} : { label }), synonyms }];
      }),
    ),
  row: (name) => Object.fromEntries(columnsByType(name, kind).map(([column]) => [column, cell])),
});

export const emailsRules: KindRules<"emails"> = {
  output: () => emailsOutput,
  input: () => emailsInput,
  ...columnsOf("emails"),
};

export const phonesRules: KindRules<"phones"> = {
  output: () => phonesOutput,
  input: () => phonesInput,
  ...columnsOf("phones"),
};
