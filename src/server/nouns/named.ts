import "server-only";
import { capital } from "@/lib/text";
import { type CrudVerb, verbsIn } from "./made.ts";

/** Verbs on many records are called by the plural. */
const plural = ["list", "groups", "pick", "bulk"] as const;
type PluralVerb = (typeof plural)[number];
/** "costCenters" of the path "cost-centers". */
type Joined<P extends string> = P extends `${infer A}-${infer B}` ? `${A}${Capitalize<Joined<B>>}` : P;
type VerbWord<V extends CrudVerb> = V extends "groups" ? "group" : V;

/** "productOperations.list", "createProduct": the name of an operation in the API. */
type OperationName<V extends CrudVerb, E extends string, P extends string> = V extends PluralVerb
  ? `${VerbWord<V>}${Capitalize<Joined<P>>}`
  : `${VerbWord<V>}${Capitalize<E>}`;

export type NamedOperations<E extends string, P extends string, C> = {
  [V in CrudVerb & keyof C as OperationName<V, E, P>]: C[V];
};

/** "costCenters" of the path "cost-centers". */
export const joined = (path: string): string => path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The operations of a noun under the names of the API; `path` is its plural. */
export function namedOperations(
  entity: string,
  path: string,
  operations: { [V in CrudVerb]?: unknown },
): Record<string, unknown> {
  const named = verbsIn(operations).map((verb) => {
    const many = (plural as readonly string[]).includes(verb);
    const word = verb === "groups" ? "group" : verb;
    return [`${word}${capital(many ? joined(path) : entity)}`, operations[verb]];
  });
  return Object.fromEntries(named);
}
