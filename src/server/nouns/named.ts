import "server-only";
import { capital } from "@/lib/text";
import { type CrudOperation, operationsIn } from "./noun-runtime.ts";

/** Operations on many records are named by the plural. */
const plural = ["list", "groups", "totals", "pick", "bulk", "editRows"] as const;
type PluralOperation = (typeof plural)[number];
/** "costCenters" of the path "cost-centers". */
type Joined<P extends string> = P extends `${infer A}-${infer B}` ? `${A}${Capitalize<Joined<B>>}` : P;
const words = {
  groups: "group",
  totals: "total",
  stays: "listStaysOf",
  family: "getFamilyOf",
  editRows: "editRowsOf",
  exportPersonal: "exportPersonalDataOf",
} as const;
type OperationWord<V extends CrudOperation> = V extends keyof typeof words ? (typeof words)[V] : V;

/** "productOperations.list", "createProduct": the name of an operation in the API. */
type OperationName<V extends CrudOperation, E extends string, P extends string> = V extends PluralOperation
  ? `${OperationWord<V>}${Capitalize<Joined<P>>}`
  : `${OperationWord<V>}${Capitalize<E>}`;

export type NamedOperations<E extends string, P extends string, C> = {
  [V in CrudOperation & keyof C as OperationName<V, E, P>]: C[V];
};

/** "costCenters" of the path "cost-centers". */
export const camelCase = (path: string): string => path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The operations of a noun under the names of the API; `path` is its plural. */
export function namedOperations(
  entity: string,
  path: string,
  operations: { [V in CrudOperation]?: unknown } & { transitions?: Readonly<Record<string, unknown>> },
): Record<string, unknown> {
  const named = operationsIn(operations).map((name) => {
    const many = (plural as readonly string[]).includes(name);
    const word = (words as { [V in CrudOperation]?: string })[name] ?? name;
    return [`${word}${capital(many ? camelCase(path) : entity)}`, operations[name]];
  });
  const steps = Object.entries(operations.transitions ?? {}).map(([verb, step]) => [verb + capital(entity), step]);
  return Object.fromEntries([...named, ...steps]);
}
