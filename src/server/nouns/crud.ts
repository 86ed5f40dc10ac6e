import "server-only";
import type { Fields } from "@/lib/fields/field";
import type { NounEntity, nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { Scope } from "../scope.ts";
import { manyAtOnce } from "./bulk.ts";
import { deleting } from "./delete.ts";
import type { bulkArchive, bulkOwned, Crud, Deleting, Made, Module, Rules } from "./made.ts";
import { reads } from "./reads.ts";
import { scopeOf } from "./scope.ts";
import { type NounTable, type Targets, tableOf } from "./table.ts";
import { writes } from "./writes.ts";

type Head<E extends NounEntity> = (typeof nouns)[E];
type BulkOf<E extends NounEntity> = Head<E>["owned"] extends true ? typeof bulkOwned : typeof bulkArchive;
type DeletingOf<E extends NounEntity> = Head<E>["permissions"] extends { delete: unknown } ? Deleting : unknown;

/** A noun on the server: its operations, and who sees and edits its records. */
export type NounOperations<E extends NounEntity, F extends Fields, N extends keyof F> = Crud<F, N, BulkOf<E>> &
  DeletingOf<E> & {
    noun: Noun<E, F>;
    scope: Scope<E>;
    table: NounTable;
    /** Whether it has rules of its own beside what follows from its fields. */
    hasRules: boolean;
  };

/** The operations of a noun, from its fields. A verb with rules of its own is written by hand beside them. */
export function crud<E extends NounEntity, F extends Fields, N extends keyof F = never>(
  module: Module,
  noun: Noun<E, F>,
  rules: Rules<F, N>,
): NounOperations<E, F, N> {
  const plain = noun as unknown as Noun;
  const scope = scopeOf(plain);
  const targets = scopesOf(rules.targets, scope);
  const { pick = [], check, parents, pointing } = rules;
  const made = {
    module,
    noun: plain,
    scope,
    table: tableOf(plain, targets),
    targets,
    pick,
    check: check ?? (async () => {}),
    parents: parents ?? (() => []),
    pointing: pointing ?? (async () => []),
  } as unknown as Made;
  const single = writes(made);
  const operations = { ...reads(made), ...single, ...manyAtOnce(made, single), ...deleting(made) };
  const hasRules = Boolean(check || parents || pointing);
  return { noun, scope, table: made.table, hasRules, ...operations } as unknown as NounOperations<E, F, N>;
}

/** Fields that point to records of the same noun have its own scope. */
const scopesOf = (targets: Readonly<Record<string, Scope | "self">>, own: Scope): Targets =>
  Object.fromEntries(Object.entries(targets).map(([name, scope]) => [name, scope === "self" ? own : scope]));
