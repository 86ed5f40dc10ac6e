import { z } from "zod";
import { columnsByType, phoneTypes } from "./entries";
import { phonesInput, phonesOutput } from "./entry-schemas";
import { catalogColumn, type KindRules } from "./kind";

/** A cell of a file may hold several numbers, between semicolons. */
const cell = z.string().max(2_000, "Use at most 2,000 characters.");

export const phonesRules: KindRules<"phones"> = {
  output: () => phonesOutput,
  input: () => phonesInput,
  columns: (name, field) =>
    Object.fromEntries(
      columnsByType(name, phoneTypes).map(([column, { inFile }]) => [
        column,
        {
          ...catalogColumn(field, "phones"),
          ...(column === name ? {} : { label: inFile.label }),
          synonyms: inFile.synonyms,
        },
      ]),
    ),
  row: (name) => Object.fromEntries(columnsByType(name, phoneTypes).map(([column]) => [column, cell])),
};
