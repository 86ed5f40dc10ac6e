import { z } from "zod";
import { ownIdField } from "./base";
import { type Field, type Fields, isNeeded } from "./field";
import { rulesOf } from "./kinds";

const ownId = z.uuid("This is not the id of a record. Correct it, or leave the cell empty.").toLowerCase().optional();

/** The type of a filled cell; empty cells are absent. */
type Cell<F extends Field> = F["kind"] extends "money" ? number : NonNullable<F["$in"]>;

/** The values of an imported row by field: amounts in minor units, referenced records by id. */
export type ImportRowOf<F extends Fields> = {
  [K in keyof F as F[K]["$given"] extends "needed" ? K : never]: Cell<F[K]>;
} & {
  [K in keyof F as F[K]["$given"] extends "optional" ? K : never]?: Cell<F[K]> | undefined;
};

/** The schema of such a row, including the parts of fields with columns of their own (currencies, addresses). */
export function importRowOf<F extends Fields>(fields: F): z.ZodType<ImportRowOf<F>> {
  const importable = Object.entries<Field>(fields).filter(([, field]) => field.importable ?? !field.computed);
  const cells = importable.flatMap(([name, field]) => {
    // A row may change a record that has a value already: new records are looked at when they are made.
    const needed = isNeeded(field) && !field.requiredForNew;
    const own = rulesOf(field).row?.(name, field) ?? { [name]: rulesOf(field).input(field) };
    return Object.entries(own).map(([column, schema]) => [column, needed ? schema : schema.optional()] as const);
  });
  const row = z.object({ ...Object.fromEntries(cells), [ownIdField]: ownId });
  const refusals = importable.flatMap(([name, field]) => rulesOf(field).refuseRow?.(field, name) ?? []);
  const checked = row.superRefine((values, context) => {
    for (const refuse of refusals) {
      const found = refuse(values);
      if (found) context.addIssue({ code: "custom", path: [found.column], message: found.message });
    }
  });
  return (refusals.length > 0 ? checked : row) as unknown as z.ZodType<ImportRowOf<F>>;
}
