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
