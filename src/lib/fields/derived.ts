import type { Derived, Field, FieldOf, Fields } from "./field";

/** The derived fields of a noun with their rules. */
export const derivedIn = (fields: Fields): [name: string, rules: Derived][] =>
  Object.entries<Field>(fields).flatMap(([name, field]) => {
    const { derived } = field as FieldOf<"text">;
    return field.kind === "text" && derived ? [[name, derived] as const] : [];
  }) as [string, Derived][];
