import type { ChoiceColor } from "@/lib/fields/choice-colors";
import type { FieldOf } from "@/lib/fields/field";
import type { Noun } from "./define";

/** One column of a noun's board: the records with this value, or without any. */
export interface NounColumn {
  id: string;
  value: string | null;
  name: string;
  color: ChoiceColor | null;
}

/** The board of a noun: the choice field of its columns, and the columns in the order of the options. */
export interface NounBoard {
  field: string;
  label: string;
  columns: readonly NounColumn[];
}

/** How many cards of a column are loaded at first. */
const firstCards = 30;

/** The board of a noun; null if it has none. */
export function boardOf({ boardBy, fields }: Pick<Noun, "boardBy" | "fields">): NounBoard | null {
  if (boardBy === null) return null;
  const { label, required, options } = fields[boardBy] as FieldOf<"choice">;
  const columns = options.map(({ value, label: name, color = null }) => ({ id: value, value, name, color }));
  const without: NounColumn = { id: "-", value: null, name: `Without ${label.toLowerCase()}`, color: null };
  return { field: boardBy, label, columns: required ? columns : [without, ...columns] };
}

/** The request for the first cards of a column; pages prefetch it. */
export const columnRequest = <R extends object>(request: R, field: string, value: string | null) => ({
  ...request,
  within: { field, value },
  limit: firstCards,
});
