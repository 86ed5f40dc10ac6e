import { counted, plainLocale } from "@/lib/counted";
import { maxDocBytes, maxDocDepth, maxDocNodes, maxMentions, type RichNode } from "./rich-text";

/** Why a formatted text is refused, in words that say what to do. */
export class RichTextProblem extends Error {
  override name = "RichTextProblem";
}

const unstorable = /\0|\p{Surrogate}/u;
const visible = /[^\s\p{Cc}\p{Cf}]/u;

/** The size of a document as it is stored. */
export const docBytes = (doc: unknown): number => new TextEncoder().encode(JSON.stringify(doc)).length;

/** Whether nothing of a document can be read: no word and no mention. */
export function isEmptyDoc(doc: RichNode): boolean {
  return doc.type !== "mention" && !visible.test(doc.text ?? "") && (doc.content ?? []).every(isEmptyDoc);
}

/**
 * Throws `RichTextProblem` for JSON that is too large or too deep to be read as a document. It walks without recursion:
 * the JSON may have ten thousand levels.
 */
export function requireWithinLimits(doc: unknown): void {
  let [nodes, mentions] = [0, 0];
  const open: [value: unknown, level: number][] = [[doc, 0]];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const [value, level] = entry;
    if (typeof value === "string" && unstorable.test(value)) throw new RichTextProblem(brokenMessage);
    if (typeof value !== "object" || value === null) continue;
    // Each level of a document is an object within an array, and attributes lie below.
    if (level > 2 * maxDocDepth + 3) throw new RichTextProblem(tooDeepMessage);
    if ("type" in value) nodes += 1;
    if ("type" in value && value.type === "mention") mentions += 1;
    if (nodes > maxDocNodes) throw new RichTextProblem(tooManyMessage);
    if (mentions > maxMentions)
      throw new RichTextProblem(`This text has more than ${maxMentions} mentions. Remove some of them.`);
    for (const inner of Object.values(value)) open.push([inner, level + 1]);
  }
  if (docBytes(doc) > maxDocBytes) throw new RichTextProblem(tooLargeMessage);
}

export const tooDeepMessage = `This text has more than ${maxDocDepth} levels of lists and quotes. Use fewer levels.`;
const tooManyMessage =
  "This text has too many paragraphs, cells and formatted words. Shorten it, or attach it as a file.";
const tooLargeMessage = `This text is larger than ${maxDocBytes / 1000} kB with its formatting. Shorten it, or attach it as a file.`;
export const tooLongTextMessage = `The words of this text and their lists have more than ${counted(maxDocBytes, { one: "character", many: "characters" }, plainLocale)}. Shorten it, or use fewer levels of lists.`;
const brokenMessage = "This text contains a broken or an invisible character that cannot be stored. Type it again.";
