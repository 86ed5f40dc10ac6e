import type { ChoiceColor } from "@/lib/fields/choice-colors";
import type { Field } from "@/lib/fields/field";
import type { ListFilter } from "@/lib/list-filter";
import type { Reference } from "@/lib/zod";
import { type NounColumn, withoutValue } from "./board";
import type { ColumnsFrom } from "./define";
import { type AnyWhole, partsIn } from "./parts";

interface Entry {
  id: string;
  name: string;
}
interface Group {
  value: string | null;
  label: string | null;
  count: number;
}

/**
 * The columns of records of a list in the settings: those that the board has to show, in their order, and behind them
 * each other one with cards, such as an archived record. Cards without a value stand in front.
 */
export function listedColumns(
  label: string,
  entries: readonly Entry[],
  only: readonly string[] | null,
  groups: readonly Group[],
): NounColumn[] {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  const shown = only ? only.flatMap((id) => known.get(id) ?? []) : entries;
  const filled = groups.filter(({ count }) => count > 0);
  const others = filled.flatMap(({ value, label: name }) =>
    value === null || shown.some(({ id }) => id === value) ? [] : (known.get(value) ?? { id: value, name: name ?? "" }),
  );
  const columns = [...shown, ...others].map((entry) => ({
    ...{ id: entry.id, value: entry.id, name: entry.name },
    color: (Reflect.get(entry, "color") as ChoiceColor | undefined) ?? null,
  }));
  return filled.some(({ value }) => value === null) ? [withoutValue(label), ...columns] : columns;
}

/** The records of a list in the settings that are the parts of a record, by their ids in the order of the parts. */
export function listedIn({ list }: ColumnsFrom, entity: string, whole: AnyWhole): string[] {
  const [name] = Object.entries<Field>(list.fields).find(([, field]) => "to" in field && field.to === entity) ?? [];
  return partsIn(list, whole).flatMap((part) => (part[name ?? ""] as Reference | null | undefined)?.id ?? []);
}

/** The only record of a field to which a list is narrowed; null if others can be in it. */
export function onlyOf(request: Partial<ListFilter>, field: string): string | null {
  const { conditions = [], groups = [], match = "all" } = request;
  if (match === "any" && conditions.length + groups.length > 1) return null;
  const values = conditions
    .filter((one) => one.field === field && (one.op === "is" || one.op === "anyOf"))
    .map(({ value }) => [value].flat());
  const [id] = values.find((ids) => ids.length === 1) ?? [];
  return typeof id === "string" ? id : null;
}
