import type { Fields } from "@/lib/fields/field";
import { referencesIn } from "./relations";

/** The most records of a family that an answer lists; its sums include all of them. */
export const maxListed = 200;

/** The field with the parent record, if records of the noun form a tree; undefined for any other noun. */
export const parentField = ({ entity, fields }: { entity: string; fields: Fields }): string | undefined =>
  referencesIn(fields).find(([, { to }]) => to === entity)?.[0];
