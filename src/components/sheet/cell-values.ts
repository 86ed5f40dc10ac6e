import type { CellEditing, DataColumn, FieldOption } from "@/components/data-table/data-column";
import { isSameValue } from "@/components/data-table/data-column";
import { entryProblem, entryText, parseFieldEntry } from "@/components/data-table/field-entry";
import type { ListLocale } from "@/components/data-table/list-locale";
import { valueIn } from "@/lib/fields/custom";
import { quoteValue } from "@/lib/text";

/** A new value of a cell; none where it stays as it is, or the reason why it cannot have that. */
export type CellResult = { value: unknown } | { same: true } | { reason: string };

/** Finds options by their text; each text is looked up once. */
export type Lookup = (column: string, text: string) => Promise<readonly FieldOption[]>;

type Column<T> = Pick<DataColumn<T>, "id" | "editable">;

/** A cell as the text that is copied, which the same cell can read again. */
export function cellText<T>({ id, editable }: Column<T>, row: T, at: ListLocale): string {
  if (!editable) return plainText(valueIn(row as object, id));
  const value = editable.value(row);
  if (editable.kind === "option")
    return optionOf(editable, value)?.label ?? (value === null ? "" : (editable.label?.(row) ?? ""));
  if (editable.kind === "choices") return labelsOf(editable, row).join(", ");
  if (editable.kind === "date") return String(value ?? "");
  return entryText(editable.kind, value as string | number | null, { ...at, entryCurrency: editable.currency?.(row) });
}

/** Reads a pasted text as the value of a cell. */
export async function readCell<T>(
  column: Column<T>,
  { row, text, at, lookup }: { row: T; text: string; at: ListLocale; lookup: Lookup },
): Promise<CellResult> {
  const { editable } = column;
  const typed = text.trim();
  if (typed === cellText(column, row, at).trim()) return { same: true };
  if (!editable) return { reason: "This column cannot be edited." };
  if (typed === "") return checked(editable, row, null);
  if (editable.kind === "option") {
    const found = await optionFor(column, editable, typed, lookup);
    return "reason" in found ? found : checked(editable, row, found.value);
  }
  if (editable.kind === "choices") return await readChoices(column, editable, { row, typed, lookup });
  const entry = { ...at, entryCurrency: editable.currency?.(row), duration: editable.duration };
  const [first] = editable.parse?.(typed, row) ?? parseFieldEntry(editable.kind, typed, entry);
  if (first) return checked(editable, row, first.value);
  return {
    reason:
      editable.kind === "text" ? `${quoteValue(typed)} does not fit here.` : entryProblem(editable.kind, typed, entry),
  };
}

/** A value for a cell that may have it: the one of another row, or none. */
export function checked<T>(editable: CellEditing<T> | undefined, row: T, value: unknown): CellResult {
  if (!editable) return { reason: "This column cannot be edited." };
  if (isSameValue(value, editable.value(row))) return { same: true };
  if (editable.locked?.(row)) return { reason: "You cannot edit this row." };
  return value === null && editable.required ? { reason: "This cannot be empty." } : { value };
}

/** The value of a column that nobody edits, in a word. */
function plainText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(plainText).join(", ");
  if (typeof value !== "object") return String(value);
  const { name, label } = value as { name?: unknown; label?: unknown };
  return String(name ?? label ?? "");
}

const optionOf = <T>({ options }: CellEditing<T>, value: unknown): FieldOption | undefined =>
  options?.find((option) => option.value === value);

const labelsOf = <T>(editing: CellEditing<T>, row: T): string[] => {
  const chosen = editing.chosen?.(row) ?? [];
  const values = (editing.value(row) ?? []) as readonly string[];
  return values.map((value) => (optionOf(editing, value) ?? chosen.find((one) => one.value === value))?.label ?? value);
};

async function optionFor<T>(
  { id }: Column<T>,
  { options, search }: CellEditing<T>,
  typed: string,
  lookup: Lookup,
): Promise<{ value: string } | { reason: string }> {
  const offered = search ? await lookup(id, typed) : (options ?? []);
  const wanted = typed.toLowerCase();
  const found = offered.filter(({ label, archived }) => !archived && label.trim().toLowerCase() === wanted);
  const [first, second] = found;
  if (second) return { reason: `Several are called ${quoteValue(typed)}. Choose one in the cell.` };
  return first ? { value: first.value } : { reason: `There is no ${quoteValue(typed)} to choose here.` };
}

async function readChoices<T>(
  column: Column<T>,
  editing: CellEditing<T>,
  { row, typed, lookup }: { row: T; typed: string; lookup: Lookup },
): Promise<CellResult> {
  const names = typed.split(",").flatMap((name) => name.trim() || []);
  const found = await Promise.all(names.map((name) => optionFor(column, editing, name, lookup)));
  const refused = found.find((one): one is { reason: string } => "reason" in one);
  if (refused) return refused;
  return checked(editing, row, [...new Set(found.flatMap((one) => ("value" in one ? one.value : [])))]);
}
