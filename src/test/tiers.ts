import type { Field, Fields } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import { namedOperations } from "@/server/nouns/named";

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

/** The nouns that are tested in less depth, with the names of their operations. */
const lightNouns = Object.values(declaredNouns)
  .filter(({ noun }) => !deep.has(noun.entity))
  .map((one) => ({
    entity: one.noun.entity as string,
    operations: new Set([
      ...Object.keys(namedOperations(one.noun.entity, one.noun.head.path, one)),
      ...nounImports.flatMap(({ runtime, operations }) =>
        runtime.noun.entity === one.noun.entity ? Object.keys(operations) : [],
      ),
    ]),
  }));
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

/** A few of many, different ones for each name, so that many nouns together cover all. */
export function someOf<T>(values: readonly T[], name: string, count: number): T[] {
  const start = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7) % values.length;
  return [...values.slice(start), ...values.slice(0, start)].slice(0, count);
}

/** All values for what is tried in depth; for anything else a few, other ones for each name. */
export const tried = <T>(values: readonly T[], name: string, count: number): readonly T[] =>
  isDeep(name) ? values : someOf(values, name, count);

/** The operations of a list that a suite tries: those in depth, and `count` of each other noun, other operations for each. */
export function triedOperations<E extends readonly [name: string, ...rest: unknown[]]>(
  entries: readonly E[],
  count: number,
): E[] {
  const some = new Set(
    lightNouns.flatMap(({ entity, operations }) =>
      someOf(
        entries.filter(([name]) => operations.has(name)),
        entity,
        count,
      ),
    ),
  );
  return entries.filter((entry) => isDeep(entry[0]) || some.has(entry));
}
