import { z } from "zod";
import { columnsByType, emailTypes } from "./entries";
import { emailsInput, emailsOutput } from "./entry-schemas";
import { catalogColumn, type KindRules } from "./kind";

/** A cell of a file may hold several addresses, between semicolons. */
const cell = z.string().max(2_000, "Use at most 2,000 characters.");

export const emailsRules: KindRules<"emails"> = {
  output: () => emailsOutput,
  input: () => emailsInput,
  columns: (name, field) =>
    Object.fromEntries(
      columnsByType(name, emailTypes).map(([column, { inFile }]) => [
        column,
        {
          ...catalogColumn(field, "emails"),
          ...(column === name ? {} : { label: inFile.label }),
          synonyms: inFile.synonyms,
        },
      ]),
    ),
  row: (name) => Object.fromEntries(columnsByType(name, emailTypes).map(([column]) => [column, cell])),
};
