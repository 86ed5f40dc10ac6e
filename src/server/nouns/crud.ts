import "server-only";
import type { Fields } from "@/lib/fields/field";
import type { NounEntity } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { Scope } from "../scope.ts";
import { manyAtOnce } from "./bulk.ts";
import type { Crud, Made, Module, Rules } from "./made.ts";
import { reads } from "./reads.ts";
import { scopeOf } from "./scope.ts";
import { type NounTable, tableOf } from "./table.ts";
import { writes } from "./writes.ts";

/** A noun on the server: its operations, and who sees and edits its records. */
export interface NounOperations<E extends NounEntity, F extends Fields, N extends keyof F> extends Crud<F, N> {
  noun: Noun<E, F>;
  scope: Scope<E>;
  table: NounTable;
  /** Whether it has rules of its own beside what follows from its fields. */
  hasRules: boolean;
}

/** The operations of a noun, from its fields. A verb with rules of its own is written by hand beside them. */
export function crud<E extends NounEntity, F extends Fields, N extends keyof F = never>(
  module: Module,
  noun: Noun<E, F>,
  rules: Rules<F, N>,
): NounOperations<E, F, N> {
  const plain = noun as unknown as Noun;
  const { targets, pick = [], check, parents } = rules;
  const made = {
    module,
    noun: plain,
    scope: scopeOf(plain),
    table: tableOf(plain, targets),
    targets,
    pick,
    check: check ?? (async () => {}),
    parents: parents ?? (() => []),
  } as unknown as Made;
  const single = writes(made);
  const operations = { ...reads(made), ...single, ...manyAtOnce(made, single) };
  const hasRules = check !== undefined || parents !== undefined;
  return { noun, scope: made.scope, table: made.table, hasRules, ...operations } as unknown as NounOperations<E, F, N>;
}
