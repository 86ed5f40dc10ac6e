import { counted } from "@/lib/counted";
import { maxDocBytes, maxDocDepth, type RichDoc, type RichNode } from "@/lib/rich-text/rich-text";

/** The size of a document as it is stored. */
export const bytesOf = (doc: RichNode): number => new TextEncoder().encode(JSON.stringify(doc)).length;

/** From this size on the editor shows how much room is left. */
const shownFrom = maxDocBytes * 0.9;
const kilobytes = { one: "kB", many: "kB" };
const kb = (bytes: number, locale: string) => counted(Math.ceil(bytes / 1_000), kilobytes, locale);

/** "184 kB of 200 kB", once a document is nearly full. */
export function sizeWords(bytes: number, locale: string): string | null {
  return bytes < shownFrom ? null : `${kb(bytes, locale)} of ${kb(maxDocBytes, locale)}`;
}

/** The levels of nodes below a node. */
export function depthOf(node: RichNode): number {
  let level: readonly RichNode[] = node.content ?? [];
  let depth = 0;
  for (; level.length > 0; depth++) level = level.flatMap(({ content = [] }) => content);
  return depth;
}

/** The reason why a document cannot be saved; null if it can. */
export function refusalOf(doc: RichDoc, locale: string): string | null {
  const bytes = bytesOf(doc);
  if (bytes > maxDocBytes)
    return `This text is too long: it has ${kb(bytes, locale)}, and the limit is ${kb(maxDocBytes, locale)}. Shorten it.`;
  if (depthOf(doc) > maxDocDepth) return "Lists and quotes are nested too deeply in this text. Move some of them up.";
  return null;
}
