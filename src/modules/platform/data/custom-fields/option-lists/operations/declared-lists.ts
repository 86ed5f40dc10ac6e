import "server-only";
import type { ChoiceOption } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { timelines } from "@/server/catalog";

/** A list of options that workspaces change, as the fields that offer it declare it. */
export interface DeclaredList {
  label: string;
  options: readonly ChoiceOption[];
  fields: readonly { entity: string; field: string }[];
}

let known: ReadonlyMap<string, DeclaredList> | null = null;

/** All lists of options that workspaces change, by their names; they follow from the declared fields. */
export function declaredLists(): ReadonlyMap<string, DeclaredList> {
  known ??= listsOf(timelines());
  return known;
}

function listsOf(sources: ReturnType<typeof timelines>): Map<string, DeclaredList> {
  const lists = new Map<string, DeclaredList>();
  for (const { catalog } of sources)
    for (const [field, { list, label, options = [] }] of Object.entries(catalog.columns)) {
      if (list === undefined) continue;
      const found = lists.get(list) ?? { label, options, fields: [] };
      lists.set(list, { ...found, fields: [...found.fields, { entity: catalog.entity, field }] });
    }
  return new Map([...lists].map(([name, list]) => [name, { ...list, label: labelOf(list) }]));
}

/** "Lead source", and "Account type" where one object alone has such a type. */
function labelOf({ label, fields: [only, ...others] }: DeclaredList): string {
  const one = only && others.length === 0 ? nounOf(only.entity)?.one : undefined;
  return one ? capital(`${one} ${label.toLowerCase()}`) : label;
}
