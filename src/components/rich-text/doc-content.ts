import type { RichDoc, RichNode } from "@/lib/rich-text/rich-text";

/** Both versions of a text, the other one first, with a line between them. */
export function mergedDoc(theirs: RichDoc | null, mine: RichDoc | null): RichDoc | null {
  if (theirs === null || mine === null) return theirs ?? mine;
  return { ...mine, content: [...(theirs.content ?? []), { type: "horizontalRule" }, ...(mine.content ?? [])] };
}

const isBlank = ({ type, content = [] }: RichNode) => type === "paragraph" && content.length === 0;

/** A document as it is saved: without the empty lines at its end, and null if nothing remains. */
export function savedDoc(doc: RichDoc): RichDoc | null {
  const last = (doc.content ?? []).findLastIndex((node) => !isBlank(node));
  return last === -1 ? null : { ...doc, content: (doc.content ?? []).slice(0, last + 1) };
}
