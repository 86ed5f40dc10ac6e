import "server-only";
import { own } from "@/lib/own";
import { choiceKey } from "../rules";
import type { ValueGroup } from "../schema";
import type { DistinctValue } from "./distinct-values";
import type { CellReading, PlannedColumn } from "./plan-file";

/** The decision about a value. */
export const choiceOf = ({ choices, within }: PlannedColumn, value: Pick<DistinctValue, "text" | "within">) =>
  own(choices, choiceKey(value.text, within ? value.within : ""));

/** A value of a column, with the decision about it. */
export function valueGroup(
  column: PlannedColumn,
  value: DistinctValue,
  parts: Partial<ValueGroup> & Pick<ValueGroup, "state" | "reason">,
): ValueGroup {
  return {
    field: column.field,
    column: column.column,
    text: value.text,
    within: column.within ? value.within : "",
    rows: value.rows,
    firstLine: value.line,
    suggestions: [],
    mayCreate: false,
    type: null,
    place: null,
    choice: choiceOf(column, value) ?? null,
    byRule: false,
    ...parts,
  };
}

/** A value that cannot be read. */
export function unreadable(
  column: PlannedColumn,
  value: DistinctValue,
  { reason, suggestion, why = "is a valid value" }: Extract<CellReading, { kind: "problem" }>,
): ValueGroup {
  const suggestions = suggestion === null ? [] : [{ label: suggestion, id: null, why }];
  return valueGroup(column, value, { state: "invalid", reason, suggestions, choice: null });
}
