import "server-only";
import type { CheckedRichText } from "@/lib/rich-text/check";
import { listedLength, type RichDoc, type RichText } from "@/lib/rich-text/rich-text";
import { docOfText } from "@/lib/rich-text/text";
import { type StoredRules, searchedText } from "./kind.ts";

/** The column of the document beside that of its words. */
const docColumn = (name: string) => `${name}Doc`;

// By identity: an input that looks like one of these was not checked.
const checked = new WeakSet<CheckedRichText>();

/** Marks a text that was checked: only such documents are stored. */
export function asChecked(text: CheckedRichText): CheckedRichText {
  checked.add(text);
  return text;
}

/** The columns of a given value: a text alone is plain, a document must have been checked. */
function columnsOf(value: unknown): CheckedRichText {
  if (value === null || value === undefined || value === "") return { doc: null, text: null };
  if (typeof value === "string") return { doc: null, text: value };
  if (!checked.has(value as CheckedRichText)) throw new Error("A formatted text was written before it was checked.");
  return value as CheckedRichText;
}

/** The words in one column, the document beside them; a plain text has no document. */
export const richTextStored: StoredRules<"richText"> = {
  columns: (name) => ({
    [name]: { type: "text", listed: (column) => `left(${column}, ${listedLength})` },
    [docColumn(name)]: { type: "jsonb", listed: null },
  }),
  write(name, _field, value) {
    const { doc, text } = columnsOf(value);
    return { [name]: text, [docColumn(name)]: doc };
  },
  read(name, _field, row): RichText | null {
    const text = (row[name] ?? null) as string | null;
    if (text === null) return null;
    // Rows of lists have no such column.
    const doc = row[docColumn(name)] as RichDoc | null | undefined;
    return { doc: doc === undefined ? null : (doc ?? docOfText(text)), text };
  },
  fromFile: (name) => (columns, row) => {
    const text = row[name] ?? null;
    // The words of a formatted text, as files of this product have them, take no formatting away.
    // Cells are read without the spaces and line breaks around them.
    const current = columns[name];
    if (text === null || text === current || (typeof current === "string" && text === current.trim())) return;
    columns[name] = text;
    columns[docColumn(name)] = null;
  },
  list: () => null,
  searched: searchedText,
};
