import type { Catalog } from "@/lib/catalog";
import { own } from "@/lib/own";
import type { ChoiceOption, Field, FieldOf, Fields } from "./field";

/** The options of the lists that a workspace has changed, by the names of the lists. */
export type OptionLists = Readonly<Record<string, readonly ChoiceOption[]>>;

type Listed = Field & FieldOf<"choice"> & { list: string };

/** The fields whose options workspaces change, by their names. */
export const listedIn = (fields: Fields): [name: string, field: Listed][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, Listed][] =>
    field.kind === "choice" && "list" in field ? [[name, field as Listed]] : [],
  );

/**
 * The options of a list in the workspace's order and words. Built-in options keep their synonyms, so that files of other
 * products still find them; those that were added to the product later come last.
 */
export function optionsOfList(builtIn: readonly ChoiceOption[], kept: readonly ChoiceOption[]): ChoiceOption[] {
  const given = new Map(builtIn.map((option) => [option.value, option]));
  const changed = kept.map((option): ChoiceOption => {
    const synonyms = given.get(option.value)?.synonyms;
    return synonyms ? { ...option, synonyms } : option;
  });
  const known = new Set(kept.map(({ value }) => value));
  return [...changed, ...builtIn.filter(({ value }) => !known.has(value))];
}

/** The columns of imports and timelines with the options of a workspace. */
export const withColumnOptions = (columns: Catalog["columns"], lists: OptionLists): Catalog["columns"] =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const kept = column.list === undefined ? undefined : own(lists, column.list);
      return [name, kept ? { ...column, options: optionsOfList(column.options ?? [], kept) } : column];
    }),
  );

/** Fields with the options of a workspace; the same object where it has changed no list of them. */
export function withOptionLists<F extends Fields>(fields: F, lists: OptionLists): F {
  const changed = listedIn(fields).flatMap(([name, field]) => {
    const kept = own(lists, field.list);
    return kept ? [[name, { ...field, options: optionsOfList(field.options, kept) }] as const] : [];
  });
  return changed.length > 0 ? { ...fields, ...Object.fromEntries(changed) } : fields;
}
