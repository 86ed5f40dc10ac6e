import { getSchema } from "@tiptap/core";
import type { Schema } from "@tiptap/pm/model";
import { richTextExtensions } from "@/lib/rich-text/extensions";
import { docVersion, type RichDoc } from "@/lib/rich-text/rich-text";
import { docOfText, textOfDoc } from "@/lib/rich-text/text";
import { cleanNodes } from "./clean";

let known: Schema | null = null;

/** The schema of all texts. */
export function richTextSchema(): Schema {
  known ??= getSchema(richTextExtensions());
  return known;
}

/**
 * A document that the editor can open: as it is, or with its unknown parts replaced by their words. The editor itself
 * would begin with an empty text, and saving that would lose the other.
 */
export function editableDoc(doc: RichDoc | null): RichDoc | null {
  if (doc === null || fits(doc)) return doc;
  const cleaned: RichDoc = { ...emptyDoc, content: cleanNodes(doc.content ?? [], richTextSchema()) };
  return fits(cleaned) ? cleaned : docOfText(textOfDoc(doc));
}

const emptyDoc: RichDoc = { type: "doc", attrs: { version: docVersion } };

function fits(doc: RichDoc): boolean {
  try {
    richTextSchema().nodeFromJSON(doc).check();
    return true;
  } catch {
    return false;
  }
}
