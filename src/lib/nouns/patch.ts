import { customKey, isCustomName, nestCustom, valueIn } from "@/lib/fields/custom";
import { type Field, type Fields, inputName, isReference } from "@/lib/fields/field";
import type { NamesOf, PatchOf, RecordOf } from "@/lib/fields/record";
import type { RichText, RichTextInput } from "@/lib/rich-text/rich-text";
import { textOfDoc } from "@/lib/rich-text/text";
import type { MemberReference } from "@/lib/zod";

type Values = Readonly<Record<string, unknown>>;

/**
 * Applies an edit to a record before the server has answered. An edit has references as ids; `names` has what the
 * screen knows of those records.
 */
export function applyPatch<F extends Fields>(
  fields: F,
  row: RecordOf<F>,
  patch: PatchOf<F>,
  names: NamesOf<F> = {},
): RecordOf<F> {
  const custom: Record<string, unknown> = { ...row.custom };
  const next: Record<string, unknown> = { ...row, custom };
  for (const [name, field] of Object.entries(fields)) {
    const value = valueIn(patch, inputName(name, field));
    if (value === undefined) continue;
    if (field.kind === "members") {
      const known = [...listedIn(row, name), ...(((names as Values)[name] ?? []) as MemberReference[])];
      const ids = (value ?? []) as readonly string[];
      next[name] = value === null ? null : ids.flatMap((id) => known.find((one) => one.id === id) ?? []);
    } else if (field.kind === "richText") {
      next[name] = value === null ? null : shownText(value as RichTextInput);
    } else if (isCustomName(name)) custom[customKey(name)] = shownAs(field, value, valueIn(row, name));
    else if (inputName(name, field) === name) next[name] = value;
    else next[name] = (names as Values)[name] ?? (value === null ? null : next[name]);
  }
  return next as RecordOf<F>;
}

/** The patch that undoes an edit, by input name; null if the member may not see the old values. */
export function inversePatch<F extends Fields>(fields: F, row: RecordOf<F>, patch: PatchOf<F>): PatchOf<F> | null {
  const inverse: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const key = inputName(name, field);
    if (valueIn(patch, key) === undefined) continue;
    const value = valueIn(row, name) ?? null;
    if (field.kind === "members") {
      inverse[key] = value === null ? null : listedIn(row, name).map(({ id }) => id);
      continue;
    }
    if (field.kind === "richText" && value !== null) {
      const { doc } = value as RichText;
      // A row of a list has no document: what it has cannot be brought back.
      if (doc === null) return null;
      inverse[key] = { doc };
      continue;
    }
    const before = !isReference(field) || value === null ? value : ((value as { id: string | null }).id ?? undefined);
    if (before === undefined) return null;
    inverse[key] = before;
  }
  return nestCustom(inverse) as PatchOf<F>;
}

/** The members that a field of a record lists. */
const listedIn = (row: object, name: string) => (valueIn(row, name) ?? []) as readonly MemberReference[];

/** A formatted text before the server has answered. */
const shownText = (given: RichTextInput): RichText =>
  typeof given === "string" ? { doc: null, text: given } : { doc: given.doc, text: textOfDoc(given.doc) };

/** The displayed value of a custom field: a referenced record has no name until the server has answered. */
const shownAs = (field: Field, value: unknown, before: unknown): unknown =>
  isReference(field) && value !== null ? before : value;
