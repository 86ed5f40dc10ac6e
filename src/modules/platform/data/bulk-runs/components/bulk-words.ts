import type { BulkChange } from "@/lib/bulk-changes";
import type { Fields } from "@/lib/fields/field";
import type { FieldChangeType } from "@/lib/planned-change";

/** The names of the changes of a field. */
export const changeLabels: Readonly<Record<FieldChangeType, string>> = {
  set: "Set",
  clear: "Clear",
  add: "Add",
  remove: "Remove",
  shift: "Move by days",
  percent: "Add a percentage",
};

/** The changes of a whole record, with the words of buttons and sentences. */
export const recordActs = {
  archive: { label: "Archive", done: "archived" },
  restore: { label: "Restore", done: "restored" },
  delete: { label: "Delete permanently", done: "deleted" },
} as const;
export type RecordAct = keyof typeof recordActs;

export const isRecordAct = (type: string): type is RecordAct => Object.hasOwn(recordActs, type);

/** A change in a few words: "Industry: Set". */
export function changeText(change: BulkChange, fields: Fields): string {
  if (isRecordAct(change.type)) return recordActs[change.type].label;
  if (!("field" in change)) return "Move";
  return `${fields[change.field]?.label ?? "A deleted field"}: ${changeLabels[change.type]}`;
}
