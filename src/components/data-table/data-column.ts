import type { ReactNode } from "react";
import type { DurationLimits } from "@/lib/duration-text";
import type { ChoiceColor } from "@/lib/fields/choice-colors";
import type { TotalWay } from "@/lib/total-ways";
import type { Money } from "@/lib/zod";

/** A possible value of a typed text; Enter takes the first. */
export interface ParsedEntry {
  value: unknown;
  label: string;
}

/** One option of a cell or filter, fixed or found by search. */
export interface FieldOption {
  value: string;
  label: string;
  icon?: ReactNode;
  /** Shown after the label in search results, to distinguish options with one name. */
  note?: string | undefined;
  color?: ChoiceColor;
  /** Filters offer it, editors only if it is the current value. */
  archived?: true;
}

/** The value of a cell as editors hold it: several values as a list, empty as null. */
export type EditedValue = string | number | readonly string[] | null;

/** Finds frequent values of a free-text field; keep it the same function on every render. */
export type Suggest = (text: string) => Promise<readonly string[]>;

/** How a cell is edited inline. Money is in minor units, durations in minutes, dates are `YYYY-MM-DD`, instants ISO 8601, empty is null. */
export interface CellEditing<Row> {
  kind: "text" | "money" | "number" | "percent" | "duration" | "date" | "instant" | "option" | "choices";
  value(row: Row): EditedValue;
  /** ISO currency of the row's money; by default the workspace's. */
  currency?(row: Row): string;
  /** The bounds of a `duration`, and how long its day is. */
  duration?: DurationLimits;
  /** The label of an `option` cell's current value, if `options` lacks it. */
  label?(row: Row): string;
  /** The options of a `choices` cell's current values, if `options` lacks them. */
  chosen?(row: Row): readonly FieldOption[];
  /** Fixed options of an `option` or `choices` cell. */
  options?: readonly FieldOption[];
  /** Finds options while typing. */
  search?(text: string): Promise<readonly FieldOption[]>;
  /** Creates an option of a `choices` cell from a typed text that no option has. */
  onCreate?(text: string): Promise<FieldOption>;
  /** Suggests frequent values of a `text` cell; any other text is accepted too. */
  suggest?: Suggest;
  /** Replaces the usual parser of the typed text, as for dates in words. */
  parse?(text: string, row: Row): readonly ParsedEntry[];
  /** A line about the previous value, such as "Was Nov 20, pushed once before". */
  was?(row: Row): string;
  /** Empty text is rejected. */
  required?: boolean;
  /** Rows that this member may not edit. */
  locked?(row: Row): boolean;
}

/** The options that an editor offers: archived ones only if they are the current value. */
export const selectableOptions = (held: readonly unknown[], options: readonly FieldOption[]): readonly FieldOption[] =>
  options.filter(({ value, archived }) => !archived || held.includes(value));

/** Whether an edit leaves a value as it was. */
export const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other || (Array.isArray(one) && JSON.stringify(one) === JSON.stringify(other));

/** One column of a list. `text`, `money`, `number` and `date` only set alignment and skeleton; `cell` renders. */
export interface DataColumn<Row> {
  id: string;
  header: string;
  kind: "text" | "money" | "number" | "date" | "custom";
  /** Width in px, by default 140. The first column takes the remaining width. */
  width?: number;
  align?: "start" | "end";
  /** True, or the name of the sort field if it differs from the id. */
  sortable?: boolean | string;
  /** A total of the column, as the list's foot shows it: too large ones are texts. None for columns without totals. */
  total?(value: number | string | Money): ReactNode;
  /** The totals that it can have; by default all. */
  totalWays?: readonly TotalWay[];
  /** Hidden until a member shows it. */
  hidden?: boolean;
  editable?: CellEditing<Row>;
  cell(row: Row): ReactNode;
  /** Place in a phone's two-line row: the first `meta` is on the left, the others on the right. */
  phone?: "title" | "value" | "meta";
  /** A smaller version of the cell for the phone. */
  phoneCell?(row: Row): ReactNode;
  /** The shape before the text while the list loads: a square account mark or a round avatar. */
  skeleton?: "square" | "round";
}

/** The alignment of a column's head and cells. */
export function columnAlign(column: Pick<DataColumn<never>, "align" | "kind">): "start" | "end" {
  return column.align ?? (column.kind === "money" || column.kind === "number" ? "end" : "start");
}

/** The sort field, or null when the column cannot be sorted. */
export function sortField(column: Pick<DataColumn<never>, "id" | "sortable">): string | null {
  if (!column.sortable) return null;
  return column.sortable === true ? column.id : column.sortable;
}
