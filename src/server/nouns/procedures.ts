import "server-only";
import type { z } from "zod";
import type { PartList } from "@/lib/nouns/parts";
import { capital } from "@/lib/text";
import type { TenantOperation } from "../operation.ts";
import type { Kind } from "../operation-def.ts";
import { mutation, query } from "../trpc.ts";
import { type CrudOperation, operationsIn } from "./noun-runtime.ts";

type AnyCrud = { [V in CrudOperation]?: { kind: Kind } };

/** The procedure of an operation. */
type ProcedureOf<O> =
  O extends TenantOperation<"query", infer I extends z.ZodType, infer Out extends z.ZodType>
    ? ReturnType<typeof query<I, Out>>
    : O extends TenantOperation<"mutation", infer I extends z.ZodType, infer Out extends z.ZodType>
      ? ReturnType<typeof mutation<I, Out>>
      : never;
export type NounProcedures<C> = { [V in CrudOperation & keyof C]: ProcedureOf<C[V]> };

/** The router of a noun: one procedure for each of its operations. */
export function nounProcedures<C extends AnyCrud>(operations: C): NounProcedures<C> {
  const made = operationsIn(operations).map((name) => [name, procedureOf(operations[name])] as const);
  return Object.fromEntries(made) as unknown as NounProcedures<C>;
}

const procedureOf = (operation: { kind: Kind } | undefined) =>
  operation?.kind === "query"
    ? query(operation as unknown as TenantOperation<"query", z.ZodType, z.ZodType>)
    : mutation(operation as unknown as TenantOperation<"mutation", z.ZodType, z.ZodType>);

/**
 * The procedures of a list of parts, which the router of its noun includes: `lines`, `addLine`; `partApi` calls them.
 */
export function partProcedures({
  declared: { name, many },
  list,
  ...verbs
}: {
  declared: PartList;
  list: { kind: Kind };
}) {
  const named = Object.entries(verbs as Record<string, { kind: Kind }>).map(
    ([verb, operation]) => [verb + capital(name), procedureOf(operation)] as const,
  );
  return { [many]: procedureOf(list), ...Object.fromEntries(named) };
}
