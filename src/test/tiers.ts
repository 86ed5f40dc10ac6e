import type { Field, Fields } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import { declaredNouns } from "@/registry/nouns";
import { namedOperations } from "@/server/nouns/named";

// The operations of declared nouns share one code over fields. Its handling of a kind of field is tested in depth at
// the first noun with such a field; other nouns get fewer generic tests.

interface Declared {
  noun: { entity: string; head: { owned: boolean }; fields: Fields };
  hasRules: boolean;
}

/** Everything that could make a noun's operations differ from those of earlier nouns. */
function traitsOf({ noun, hasRules }: Declared): string[] {
  const fields = Object.entries<Field>(noun.fields).map(([name, field]) => {
    const flags = ["required", "computed", "folded", "sortable", "groupable"].filter(
      (flag) => flag in field && field[flag as keyof Field],
    );
    const said = ["currencyColumn", "min", "max", "filterable", "importable"].filter((option) => option in field);
    const initial = field.initial === null ? "" : "initial";
    return [field.kind, ...flags, ...said, initial, pointsOf(noun.entity, field), name === "owner" ? name : ""].join(
      " ",
    );
  });
  return [...fields, `owned ${noun.head.owned}`, ...(hasRules ? [`rules of ${noun.entity}`] : [])];
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

const deep = nounsInDepth(Object.values(declaredNouns));
const light = new Set(
  Object.values(declaredNouns)
    .filter(({ noun }) => !deep.includes(noun.entity))
    .flatMap((one) => Object.keys(namedOperations(one.noun.entity, one.noun.head.path, one))),
);

/** Whether an operation is tested in depth: hand-written ones, and those of nouns that differ from earlier ones. */
export const isDeep = (operation: string): boolean => !light.has(operation);

/** A few of many, different ones for each name, so that many nouns together cover all. */
export function someOf<T>(values: readonly T[], name: string, count: number): T[] {
  const start = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7) % values.length;
  return [...values.slice(start), ...values.slice(0, start)].slice(0, count);
}
