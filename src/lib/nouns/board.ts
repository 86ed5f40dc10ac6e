import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { type Field, type FieldOf, inputName } from "@/lib/fields/field";
import type { ListFilter } from "@/lib/list-filter";
import type { Reference } from "@/lib/zod";
import type { NounEntity } from "./all";
import type { ColumnsFrom, Noun } from "./define";
import { type AnyWhole, partsIn } from "./parts";

/** One column of a noun's board: the records with this value, or without any. */
export interface NounColumn {
  id: string;
  value: string | null;
  name: string;
  color: ChoiceColor | null;
}

/** The columns of a board as records of a list in the settings. */
interface ListedColumns {
  /** The list. */
  entity: NounEntity;
  /** Where they come from while the board shows the records of one other record, and the noun of that one. */
  from: (ColumnsFrom & { entity: NounEntity }) | null;
}

/** The board of a noun: the field of its columns, and the columns of a choice in the order of its options. */
export interface NounBoard {
  field: string;
  /** The name of the field in edits. */
  input: string;
  label: string;
  /** Null for a choice; else its columns have to be read. */
  listed: ListedColumns | null;
  columns: readonly NounColumn[];
}

/** How many cards of a column are loaded at first. */
const firstCards = 30;

/** The board of a noun; null if it has none. */
export function boardOf({
  boardBy,
  columnsFrom,
  fields,
}: Pick<Noun, "boardBy" | "columnsFrom" | "fields">): NounBoard | null {
  const field = boardBy === null ? undefined : fields[boardBy];
  if (boardBy === null || !field) return null;
  const { label } = field;
  const board = { field: boardBy, input: inputName(boardBy, field), label };
  if (field.kind === "reference") {
    const entity = (field as FieldOf<"reference">).to as NounEntity;
    const from = columnsFrom && { ...columnsFrom, entity: (fields[columnsFrom.of] as FieldOf<"reference">).to };
    return { ...board, listed: { entity, from: from as ListedColumns["from"] }, columns: [] };
  }
  const { required, options } = field as FieldOf<"choice">;
  const columns = options.map(({ value, label: name, color = null }) => ({ id: value, value, name, color }));
  return { ...board, listed: null, columns: required ? columns : [withoutValue(label), ...columns] };
}

const withoutValue = (label: string): NounColumn => ({
  id: "-",
  value: null,
  name: `Without ${label.toLowerCase()}`,
  color: null,
});

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

/** The request for the first cards of a column; pages prefetch it. */
export const columnRequest = <R extends object>(request: R, field: string, value: string | null) => ({
  ...request,
  within: { field, value },
  limit: firstCards,
});
