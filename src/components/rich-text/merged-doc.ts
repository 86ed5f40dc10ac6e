import type { RichDoc } from "@/lib/rich-text/rich-text";

/** Both versions of a text, the other one first, with a line between them. */
export function mergedDoc(theirs: RichDoc | null, mine: RichDoc | null): RichDoc | null {
  if (theirs === null || mine === null) return theirs ?? mine;
  return { ...mine, content: [...(theirs.content ?? []), { type: "horizontalRule" }, ...(mine.content ?? [])] };
}
