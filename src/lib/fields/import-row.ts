import { z } from "zod";
import { type Field, type Fields, isNeeded } from "./field";
import { rulesOf } from "./kinds";

/** Only cells that hold something are there. */
type Cell<F extends Field> = F["kind"] extends "money" ? number : NonNullable<F["$in"]>;

/**
 * The values that a row of a file gives a record, by its fields: amounts in minor units, records that it points to by
 * their ids.
 */
export type ImportRowOf<F extends Fields> = {
  [K in keyof F as F[K]["$given"] extends "needed" ? K : never]: Cell<F[K]>;
} & {
  [K in keyof F as F[K]["$given"] extends "optional" ? K : never]?: Cell<F[K]> | undefined;
};

/**
 * The schema of such a row; parts of fields that have columns of their own in files (currencies, addresses) are there
 * too.
 */
export function importRowOf<F extends Fields>(fields: F): z.ZodType<ImportRowOf<F>> {
  const cells = Object.entries<Field>(fields).flatMap(([name, field]) => {
    if (!(field.importable ?? !field.computed)) return [];
    // A row may change a record that has a value already: new records are looked at when they are made.
    const needed = isNeeded(field) && !field.requiredForNew;
    const own = rulesOf(field).row?.(name, field) ?? { [name]: rulesOf(field).input(field) };
    return Object.entries(own).map(([column, schema]) => [column, needed ? schema : schema.optional()] as const);
  });
  return z.object(Object.fromEntries(cells)) as unknown as z.ZodType<ImportRowOf<F>>;
}
