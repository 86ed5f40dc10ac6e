import type { Field, Fields } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import { namedOperations } from "@/server/nouns/named";
import { isFull, someOf } from "./rounds";

// The operations of declared nouns share one code over fields. Its handling of a kind of field is tested in depth at
// the first noun with such a field; other nouns get fewer generic tests.

interface Declared {
  noun: { entity: string; head: { module: string; owned: boolean; permissions: object }; fields: Fields };
  hasRules: boolean;
}

/** Everything that could make a noun's operations differ from those of earlier nouns. */
function traitsOf({ noun, hasRules }: Declared): string[] {
  const fields = Object.entries<Field>(noun.fields).map(([name, field]) => {
    const flags = ["required", "computed", "folded", "sortable", "groupable"].filter(
      (flag) => flag in field && field[flag as keyof Field],
    );
    const said = ["currencyColumn", "min", "max", "filterable", "importable", "states", "derived"].filter(
      (option) => option in field,
    );
    const initial = field.initial === null ? "" : "initial";
    return [field.kind, ...flags, ...said, initial, pointsOf(noun.entity, field), name === "owner" ? name : ""].join(
      " ",
    );
  });
  const { module, owned, permissions } = noun.head;
  const rights = `in ${module}, owned ${owned}, ${JSON.stringify(permissions)}`;
  return [...fields, rights, ...(hasRules ? [`rules of ${noun.entity}`] : [])];
}

/** To itself, to records with an owner (they may be hidden), or to records that everyone sees. */
function pointsOf(entity: string, field: Field): string {
  // Each list of links leads to other kinds of records.
  if (field.kind === "links") return `of ${entity}`;
  if (!("to" in field)) return "";
  if (field.to === entity) return "itself";
  return nounOf(String(field.to))?.owned ? "owned" : "seen by all";
}

/** The nouns, in order, with a feature that no earlier one had. */
export function nounsInDepth(declared: readonly Declared[]): string[] {
  const known = new Set<string>();
  return declared.flatMap((one) => {
    const traits = traitsOf(one);
    const isNew = traits.some((trait) => !known.has(trait));
    for (const trait of traits) known.add(trait);
    return isNew ? [one.noun.entity] : [];
  });
}

const deep = new Set(nounsInDepth(Object.values(declaredNouns)));

/** The operations that each noun has by its declaration. */
const operationsOfNouns = Object.values(declaredNouns).map((one) => ({
  entity: one.noun.entity as string,
  operations: new Set([
    ...Object.keys(namedOperations(one.noun.entity, one.noun.head.path, one)),
    ...nounImports.flatMap(({ runtime, operations }) =>
      runtime.noun.entity === one.noun.entity ? Object.keys(operations) : [],
    ),
  ]),
}));
/** The nouns that are tested in less depth. */
const lightNouns = operationsOfNouns.filter(({ entity }) => !deep.has(entity));
const light = new Set(lightNouns.flatMap(({ entity, operations }) => [entity, capital(entity), ...operations]));

/** Whether the noun, model or operation of this name is tried in depth: hand-written ones, and those of nouns that differ from earlier ones. */
export const isDeep = (name: string): boolean => !light.has(name);

/** The nouns that are tested in depth, and those that their records point to. */
export function deepWithTargets(declared: readonly Declared[] = Object.values(declaredNouns)): Set<string> {
  const found = new Set(nounsInDepth(declared));
  // Each target is found on the next way through the growing set.
  for (const entity of found) {
    const fields = declared.find(({ noun }) => noun.entity === entity)?.noun.fields ?? {};
    for (const field of Object.values<Field>(fields))
      if ("to" in field) for (const to of [field.to].flat()) found.add(String(to));
  }
  return found;
}

/** All values for what is tried in depth; for anything else a few, other ones for each name. */
export const tried = <T>(values: readonly T[], name: string, count: number): readonly T[] =>
  isDeep(name) ? values : someOf(values, name, count);

/** Named entries of operations. */
type Entry = readonly [name: string, ...rest: unknown[]];

/** The entries of `count` operations of each of these nouns, other ones for each. */
const someOfEach = <E extends Entry>(each: typeof operationsOfNouns, entries: readonly E[], count: number): Set<E> =>
  new Set(
    each.flatMap(({ entity, operations }) =>
      someOf(
        entries.filter(([name]) => operations.has(name)),
        entity,
        count,
      ),
    ),
  );

/** The operations of a list that a suite tries: those in depth, and `count` of each other noun, other operations for each. */
export function triedOperations<E extends Entry>(entries: readonly E[], count: number): E[] {
  const some = someOfEach(lightNouns, entries, count);
  return entries.filter((entry) => isDeep(entry[0]) || some.has(entry));
}

/**
 * All operations in full; else those that are written by hand, at most `byHand` of them, and `count` of each noun, other
 * operations for each.
 */
export function sampledOperations<E extends Entry>(
  entries: readonly E[],
  count: number,
  byHand = Number.POSITIVE_INFINITY,
): readonly E[] {
  if (isFull) return entries;
  const some = someOfEach(operationsOfNouns, entries, count);
  const declared = new Set(operationsOfNouns.flatMap(({ operations }) => [...operations]));
  const others = entries.filter(([name]) => !declared.has(name));
  const written = new Set(someOf(others, "written by hand", byHand));
  return entries.filter((entry) => written.has(entry) || some.has(entry));
}
