import type { Derived, Field, Fields } from "./field";

/** The derived fields of a noun with their rules. */
export const derivedIn = (fields: Fields): [name: string, rules: Derived][] =>
  Object.entries<Field>(fields).flatMap(([name, { derived }]): [string, Derived][] =>
    derived ? [[name, derived]] : [],
  );
