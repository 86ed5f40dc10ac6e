import { isCustomName } from "@/lib/fields/custom";
import type { Field, FieldOf, Fields } from "@/lib/fields/field";
import { nounOf } from "./all";

/** The reference fields to other nouns, without custom fields and mentions. */
export const referencesIn = (fields: Fields): [name: string, field: FieldOf<"reference">][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, FieldOf<"reference">][] => {
    if (field.kind !== "reference" || isCustomName(name)) return [];
    const reference = field as FieldOf<"reference">;
    return reference.mention || !nounOf(reference.to) ? [] : [[name, reference]];
  });

/** A relation of two nouns: a field of one points to records of the other, such as a contact's account. */
export interface Relation {
  /** The noun whose records these are. */
  entity: string;
  /** Its field, and the name of the filter that finds them. */
  field: string;
  /** The label of the field, if several fields of the noun point to the same record: "Competitor". */
  label: string;
}

/** The name of a relation's tab, and of the part of the page that loads its records: "contacts". */
export function relationName(relations: readonly Relation[], { entity, field }: Relation, path: string): string {
  return relations.filter((one) => one.entity === entity).length === 1 ? path : `${path}-${field}`;
}
