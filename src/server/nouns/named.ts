import "server-only";
import { type CrudVerb, crudVerbs } from "./made.ts";

/** Verbs on many records are called by the plural. */
const plural = ["list", "groups", "pick", "bulk"] as const;
type PluralVerb = (typeof plural)[number];
type VerbWord<V extends CrudVerb> = V extends "groups" ? "group" : V;

/** "productOperations.list", "createProduct": the name of an operation in the API. */
type OperationName<V extends CrudVerb, E extends string, P extends string> = V extends PluralVerb
  ? `${VerbWord<V>}${Capitalize<P>}`
  : `${VerbWord<V>}${Capitalize<E>}`;

export type NamedOperations<E extends string, P extends string, C extends { [V in CrudVerb]: unknown }> = {
  [V in CrudVerb as OperationName<V, E, P>]: C[V];
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The operations of a noun under the names of the API; `path` is its plural. */
export function namedOperations(
  entity: string,
  path: string,
  operations: { [V in CrudVerb]: unknown },
): Record<string, unknown> {
  const named = crudVerbs.map((verb) => {
    const many = (plural as readonly string[]).includes(verb);
    const word = verb === "groups" ? "group" : verb;
    return [`${word}${capital(many ? path : entity)}`, operations[verb]];
  });
  return Object.fromEntries(named);
}
