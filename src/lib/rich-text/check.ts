import { getSchema } from "@tiptap/core";
import type { Node, Schema } from "@tiptap/pm/model";
import { wrongAttribute } from "./attributes";
import { richTextExtensions } from "./extensions";
import { isEmptyDoc, RichTextProblem, requireWithinLimits } from "./limits";
import { unsafeLinkMessage } from "./links";
import { docOfMarkdown } from "./markdown";
import { docVersion, maxDocBytes, type RichDoc, type RichNode, type RichTextInput } from "./rich-text";
import { requireTables } from "./tables";
import { textOfDoc } from "./text";

/** A formatted text as it is stored: without a document it is a plain text, without a text it is empty. */
export interface CheckedRichText {
  doc: RichDoc | null;
  text: string | null;
}

let made: Schema | undefined;

/** The closed schema of formatted texts. */
export function richTextSchema(): Schema {
  made ??= getSchema(richTextExtensions());
  return made;
}

/** A formatted text of an input as it is stored. Throws `RichTextProblem` with advice if it cannot be. */
export function checkedRichText(input: RichTextInput): CheckedRichText {
  const doc = typeof input === "string" ? docOfMarkdown(input, richTextSchema()) : input.doc;
  const checked = checkedDoc(doc);
  if (isEmptyDoc(checked)) return { doc: null, text: null };
  return { doc: isPlain(checked) ? null : checked, text: textOfDoc(checked, maxDocBytes) };
}

/** The document with all attributes that the schema knows and no others. Throws `RichTextProblem` if it does not fit. */
export function checkedDoc(doc: unknown): RichDoc {
  requireWithinLimits(doc);
  const version = (doc as RichNode | null)?.attrs?.version;
  if (typeof version === "number" && version > docVersion)
    throw new RichTextProblem("This text was written by a newer version of the editor. Reload the page and try again.");
  const node = asDocument(() => richTextSchema().nodeFromJSON(doc));
  if (node.type.name !== "doc") throw new RichTextProblem(`A formatted text begins with a node "doc". ${advice}`);
  requireSound(node);
  node.descendants(requireSound);
  asDocument(() => node.check());
  const json = node.toJSON() as RichDoc;
  requireTables(json);
  requireWithinLimits(json);
  return json;
}

const advice = "Use only the nodes and marks that the API documentation names, or send Markdown.";

function asDocument<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError && error.message === unsafeLinkMessage) throw new RichTextProblem(error.message);
    const reason = error instanceof Error ? ` (${error.message.slice(0, 200)})` : "";
    throw new RichTextProblem(`This is not a formatted text${reason}. ${advice}`);
  }
}

function requireSound({ type, attrs, marks }: Node): void {
  requireAttributes(type.name, attrs);
  for (const mark of marks) requireAttributes(mark.type.name, mark.attrs);
}

function requireAttributes(type: string, attributes: Readonly<Record<string, unknown>>): void {
  const wrong = wrongAttribute(type, attributes);
  if (wrong === null) return;
  throw new RichTextProblem(
    type === "mention"
      ? "A mention of this text names no member or record. Mention it again."
      : `The ${wrong} of a ${type} in this text cannot be used. ${advice}`,
  );
}

/** Whether a document is nothing but lines: its text says all of it. */
function isPlain({ content = [] }: RichDoc): boolean {
  return content.every(({ type, content: words = [] }) => {
    const [word, ...more] = words;
    if (type !== "paragraph" || more.length > 0) return false;
    return word === undefined || (word.type === "text" && !word.marks?.length && !word.text?.includes("\n"));
  });
}
