import { excerptAt } from "../excerpt";
import { mentionWords } from "./mention-words";
import type { Mention, RichNode } from "./rich-text";

/** The words of a document around a mention, in one line, with the names of all mentions; its beginning without that mention. */
export function wordsAround(
  doc: RichNode,
  { entity, id }: Mention,
  labelOf: (mention: Mention) => { name: string; archived: boolean } | undefined,
): string {
  const parts: string[] = [];
  let at = -1;
  let length = 0;
  const add = (words: string) => {
    // Blanks of several blocks in a row read as one.
    const fitting = length === 0 || parts.at(-1)?.endsWith(" ") ? words.replace(/^\s+/, "") : words;
    const line = fitting.replace(/\s+/g, " ");
    parts.push(line);
    length += line.length;
  };
  const visit = (node: RichNode): void => {
    if (node.type === "mention") {
      const mention = { entity: String(node.attrs?.entity), id: String(node.attrs?.id) };
      if (at < 0 && mention.entity === entity && mention.id === id) at = length;
      const { name = null, archived = false } = labelOf(mention) ?? {};
      add(mentionWords(mention, { label: name, removed: mention.entity === "member" && archived }));
      return;
    }
    if (node.type === "hardBreak") add(" ");
    if (node.text) add(node.text);
    for (const child of node.content ?? []) visit(child);
    if (node.content) add(" ");
  };
  visit(doc);
  return excerptAt(parts.join("").trimEnd(), Math.max(at, 0), { length: 200, before: 60 });
}
