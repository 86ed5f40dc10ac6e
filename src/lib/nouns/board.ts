import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { type FieldOf, inputName } from "@/lib/fields/field";
import type { NounEntity } from "./all";
import type { ColumnsFrom, Noun } from "./define";

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

/** The column of the records without a value. */
export const withoutValue = (label: string): NounColumn => ({
  id: "-",
  value: null,
  name: `Without ${label.toLowerCase()}`,
  color: null,
});

/** The request for the first cards of a column; pages prefetch it. */
export const columnRequest = <R extends object>(request: R, field: string, value: string | null) => ({
  ...request,
  within: { field, value },
  limit: firstCards,
});
