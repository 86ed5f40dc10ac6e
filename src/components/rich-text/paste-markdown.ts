import { MarkdownManager } from "@tiptap/markdown";
import { Fragment, type Schema, Slice } from "@tiptap/pm/model";
import { richTextExtensions } from "@/lib/rich-text/extensions";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { cleanNodes } from "./clean";

/** Signs at the start of a line: headings, lists, checklists, quotes, fences, rules, tables. */
const blockSigns = /^(?: {0,3}(?:#{1,6} \S|[-*+] \S|\d{1,9}[.)] \S|> ?\S|```|~~~)|\s*\|.*\|\s*$|(?:-{3,}|\*{3,})\s*$)/m;
/** Signs within a line: bold, struck, code, links. */
const wordSigns = /\*\*\S[^*\n]*\*\*|__\S[^_\n]*__|~~\S[^~\n]*~~|`[^`\n]+`|\[[^\]\n]+\]\([^)\s]+\)/;

/** Whether a pasted plain text was written as Markdown. */
export const looksLikeMarkdown = (text: string): boolean => blockSigns.test(text) || wordSigns.test(text);

let manager: MarkdownManager | null = null;

/** Markdown as content of the schema; null if it cannot be read, and the text is pasted as it is. */
export function markdownSlice(text: string, schema: Schema): Slice | null {
  try {
    manager ??= new MarkdownManager({ extensions: richTextExtensions() });
    const parsed = manager.parse(text) as RichNode;
    const doc = schema.nodeFromJSON({ type: "doc", content: cleanNodes(parsed.content ?? [], schema) });
    doc.check();
    const isOpen = (node: typeof doc.firstChild) => (node?.type.name === "paragraph" ? 1 : 0);
    return new Slice(Fragment.from(doc.content), isOpen(doc.firstChild), isOpen(doc.lastChild));
  } catch {
    return null;
  }
}
