import { isCustomName } from "@/lib/fields/custom";
import type { Field, FieldOf, Fields } from "@/lib/fields/field";
import { nounOf } from "./all";

/** The fields by which a record belongs to another one of the product; custom fields and mentions are not among them. */
export const referencesIn = (fields: Fields): [name: string, field: FieldOf<"reference">][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, FieldOf<"reference">][] => {
    if (field.kind !== "reference" || isCustomName(name)) return [];
    const reference = field as FieldOf<"reference">;
    return reference.mention || !nounOf(reference.to) ? [] : [[name, reference]];
  });

/** A field by which records of one noun belong to a record of another one. */
export interface Relation {
  /** The noun whose records these are. */
  entity: string;
  /** Its field, and the name of the filter that finds them. */
  field: string;
  /** The field in words, where several of a noun lead to the same record: "Competitor". */
  label: string;
}

/** The name of the tab of a relation, and of the part of the page that brings its records: "contacts". */
export function relationName(relations: readonly Relation[], { entity, field }: Relation, path: string): string {
  return relations.filter((one) => one.entity === entity).length === 1 ? path : `${path}-${field}`;
}
