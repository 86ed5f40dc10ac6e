import type { Field, FieldOf, Fields } from "./field";

type Values = Readonly<Record<string, unknown>>;

/** A text that follows from other fields of its record: a person's name from its parts. */
export interface Derived {
  /** The fields that it follows from. */
  of: readonly string[];
  /** The text; empty where those fields say too little. `values` are stored values by the names of fields. */
  value(values: Values): string;
  /** The error where the text would be empty, at the first of those fields. */
  missing: string;
  /** The fields that a text means, where a file gives it whole. */
  parts?(text: string): Values;
}

/** The derived fields of a noun with their rules. */
export const derivedIn = (fields: Fields): [name: string, rules: Derived][] =>
  Object.entries<Field>(fields).flatMap(([name, field]) => {
    const { derived } = field as FieldOf<"text">;
    return field.kind === "text" && derived ? [[name, derived] as const] : [];
  }) as [string, Derived][];
