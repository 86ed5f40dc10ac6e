import type { Field, Fields } from "@/lib/fields/field";

/** The fields of a noun that are erased with a person. */
export const personalIn = (fields: Fields): [name: string, field: Field][] =>
  Object.entries<Field>(fields).filter(([, { personal }]) => personal !== undefined);

/** The value of a personal field after that: a text in the place of one that is never empty. */
export const erasedValue = ({ personal }: Field): string | null => (typeof personal === "string" ? personal : null);

/** Throws if a field could not be emptied. */
export function requireErasable(entity: string, fields: Fields): void {
  for (const [name, field] of personalIn(fields))
    if (field.required && erasedValue(field) === null)
      throw new Error(`${entity}.${name} is personal and never empty: personal says the text in its place.`);
}
