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

/** The words of a document, one line per block; list items begin with a sign, cells of a table are parted by tabs. */
export function textOfDoc(doc: RichNode): string {
  return linesOf(doc).join("\n");
}

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

const childrenOf = (node: RichNode): readonly RichNode[] => node.content ?? [];

function linesOf(node: RichNode): string[] {
  switch (node.type) {
    case "bulletList":
      return childrenOf(node).flatMap((item) => marked("- ", linesOfAll(item)));
    case "orderedList":
      return childrenOf(node).flatMap((item, place) =>
        marked(`${Number(node.attrs?.start ?? 1) + place}. `, linesOfAll(item)),
      );
    case "taskList":
      return childrenOf(node).flatMap((item) =>
        marked(item.attrs?.checked === true ? "[x] " : "[ ] ", linesOfAll(item)),
      );
    case "tableRow":
      return [
        childrenOf(node)
          .map((cell) => linesOfAll(cell).join(" "))
          .join("\t"),
      ];
    case "horizontalRule":
      return ["---"];
    case "paragraph":
    case "heading":
    case "codeBlock":
      return inlineText(node).split("\n");
    default:
      return linesOfAll(node);
  }
}

const linesOfAll = (node: RichNode): string[] => childrenOf(node).flatMap(linesOf);

/** The first line after its sign, the others below the words of the first. */
const marked = (sign: string, lines: readonly string[]): string[] =>
  lines.map((line, place) => (place === 0 ? sign : " ".repeat(sign.length)) + line);

function inlineText(node: RichNode): string {
  return childrenOf(node)
    .map((child) => {
      if (child.type === "hardBreak") return "\n";
      return child.type === "mention" ? mentionText : (child.text ?? "");
    })
    .join("");
}
