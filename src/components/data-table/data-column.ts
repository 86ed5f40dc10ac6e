import type { ReactNode } from "react";

/** What a typed text was understood as; the first one is taken on Enter. */
export interface Understood {
  value: unknown;
  label: string;
}

/** One pick of a cell or filter with fixed or searched values. */
export interface FieldOption {
  value: string;
  label: string;
  icon?: ReactNode;
}

/** Finds what is often written in a field that takes any text; the same function on every render. */
export type Suggest = (text: string) => Promise<readonly string[]>;

/** How a cell is edited in place. Money is in minor units, dates are `YYYY-MM-DD`, instants ISO 8601, empty is null. */
export interface CellEditing<Row> {
  kind: "text" | "money" | "number" | "percent" | "date" | "instant" | "option";
  value(row: Row): string | number | null;
  /** ISO currency of the row's money; the workspace's currency unless given. */
  currency?(row: Row): string;
  /** The words of an `option` cell's present value, where `options` do not hold it. */
  label?(row: Row): string;
  /** Fixed picks of an `option` cell. */
  options?: readonly FieldOption[];
  /** Picks of an `option` cell that are looked up while typing. */
  search?(text: string): Promise<readonly FieldOption[]>;
  /** Suggests frequent values of a `text` cell for the text as it stands; a typed text is taken as it is. */
  suggest?: Suggest;
  /** Replaces the usual reading of the typed text, as for dates in words. */
  understand?(text: string, row: Row): readonly Understood[];
  /** A line about the value before, as "Was Nov 20, pushed once before". */
  was?(row: Row): string;
  /** An empty text is refused. */
  required?: boolean;
  /** Rows that may not be edited by this member. */
  locked?(row: Row): boolean;
}

/** One column of a list. `text`, `money`, `number` and `date` only set the side and the skeleton; `cell` draws. */
export interface DataColumn<Row> {
  id: string;
  header: string;
  kind: "text" | "money" | "number" | "date" | "custom";
  /** Width in px, 140 unless given. The first column takes what is left over. */
  width?: number;
  align?: "start" | "end";
  /** True, or the name of the field to sort by when it is not the id. */
  sortable?: boolean | string;
  /** Hidden until a member shows it. */
  hidden?: boolean;
  editable?: CellEditing<Row>;
  cell(row: Row): ReactNode;
  /** Place in the two-line row of a phone: the first `meta` stands left, the others right. */
  phone?: "title" | "value" | "meta";
  /** The same content for the phone, where it must be smaller. */
  phoneCell?(row: Row): ReactNode;
  /** The form before the text while the list loads: a square account mark or a round avatar. */
  skeleton?: "square" | "round";
}

/** The side a column's head and cells stand on. */
export function columnAlign(column: Pick<DataColumn<never>, "align" | "kind">): "start" | "end" {
  return column.align ?? (column.kind === "money" || column.kind === "number" ? "end" : "start");
}

/** The field to sort by, or null when the column cannot be sorted. */
export function sortField(column: Pick<DataColumn<never>, "id" | "sortable">): string | null {
  if (!column.sortable) return null;
  return column.sortable === true ? column.id : column.sortable;
}
