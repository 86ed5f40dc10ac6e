import { RichTextProblem, tooLongTextMessage } from "./limits";
import { docVersion, type Mention, mentionText, type RichDoc, type RichNode } from "./rich-text";

/** A document whose text form is exactly this text: one paragraph per line. */
export function docOfText(text: string): RichDoc {
  const content = text
    .split("\n")
    .map(
      (line): RichNode => ({ type: "paragraph", ...(line === "" ? {} : { content: [{ type: "text", text: line }] }) }),
    );
  return { type: "doc", attrs: { version: docVersion }, content };
}

/**
 * The words of a document, one line per block; list items begin with a sign, cells of a table are parted by tabs. Throws
 * `RichTextProblem` as soon as it has more than `most` characters.
 */
export function textOfDoc(doc: RichNode, most = Number.POSITIVE_INFINITY): string {
  let left = most;
  const take = (characters: number) => {
    left -= characters;
    if (left < 0) throw new RichTextProblem(tooLongTextMessage);
  };
  return linesOf(doc, take).join("\n");
}

/** Takes a number of characters from those that are left. */
type Take = (characters: number) => void;

/** The mentions of a document in their order, each once. */
export function mentionsIn(doc: RichNode): Mention[] {
  const found = new Map<string, Mention>();
  const visit = (node: RichNode): void => {
    if (node.type === "mention") {
      const mention = { entity: String(node.attrs?.entity), id: String(node.attrs?.id) };
      found.set(`${mention.entity} ${mention.id}`, mention);
    }
    for (const child of node.content ?? []) visit(child);
  };
  visit(doc);
  return [...found.values()];
}

/** The mentions of a document in the order of their signs in its words; one may come several times. */
export function mentionsInOrder(node: RichNode): Mention[] {
  const own = node.type === "mention" ? [{ entity: String(node.attrs?.entity), id: String(node.attrs?.id) }] : [];
  return [...own, ...childrenOf(node).flatMap(mentionsInOrder)];
}

/** A text with these words in the place of the signs of its mentions, in their order. */
export const inMentions = (text: string, words: readonly string[]): string =>
  text
    .split(mentionText)
    .map((part, place) => (place === 0 ? part : `${words[place - 1] ?? mentionText}${part}`))
    .join("");

const childrenOf = (node: RichNode): readonly RichNode[] => node.content ?? [];

function linesOf(node: RichNode, take: Take): string[] {
  switch (node.type) {
    case "bulletList":
      return childrenOf(node).flatMap((item) => marked("- ", linesOfAll(item, take), take));
    case "orderedList":
      return childrenOf(node).flatMap((item, place) =>
        marked(`${Number(node.attrs?.start ?? 1) + place}. `, linesOfAll(item, take), take),
      );
    case "taskList":
      return childrenOf(node).flatMap((item) =>
        marked(item.attrs?.checked === true ? "[x] " : "[ ] ", linesOfAll(item, take), take),
      );
    case "tableRow":
      return [
        childrenOf(node)
          .map((cell) => linesOfAll(cell, take).join(" "))
          .join("\t"),
      ];
    case "horizontalRule":
      return ["---"];
    case "paragraph":
    case "heading":
    case "codeBlock":
      return wordsOf(node, take).split("\n");
    default:
      return linesOfAll(node, take);
  }
}

const linesOfAll = (node: RichNode, take: Take): string[] => childrenOf(node).flatMap((child) => linesOf(child, take));

/** Lines that are this far in go no further: a line of forty levels would be nothing but spaces. */
const deepest = " ".repeat(60);

/** The first line after its sign, the others below the words of the first. */
function marked(sign: string, lines: readonly string[], take: Take): string[] {
  const indent = " ".repeat(sign.length);
  return lines.map((line, place) => {
    const start = place === 0 ? sign : indent;
    if (place > 0 && line.startsWith(deepest)) return line;
    take(start.length);
    return start + line;
  });
}

function wordsOf(node: RichNode, take: Take): string {
  const words = inlineText(node);
  take(words.length + 1);
  return words;
}

function inlineText(node: RichNode): string {
  return childrenOf(node)
    .map((child) => {
      if (child.type === "hardBreak") return "\n";
      return child.type === "mention" ? mentionText : (child.text ?? "");
    })
    .join("");
}
