import { type Attrs, Fragment, Mark, type Node, type NodeType, type Schema } from "@tiptap/pm/model";
import { wrongAttribute } from "./attributes";
import { requireWithinLimits } from "./limits";
import { docVersion, type RichDoc, type RichMark, type RichNode } from "./rich-text";

/** The document in the schema that is nearest to a parsed one: nodes are wrapped, filled up or reduced to their words. */
export function fitted(parsed: unknown, schema: Schema): RichDoc {
  requireWithinLimits(parsed);
  const { content = [] } = parsed as RichNode;
  const doc = schema.topNodeType;
  return doc.create({ version: docVersion }, within(doc, nodesOf(content, doc, schema))).toJSON() as RichDoc;
}

/** The nodes of a parsed content; those that the schema lacks leave their words. */
function nodesOf(content: readonly RichNode[], parent: NodeType, schema: Schema): Node[] {
  return content.flatMap((one): Node[] => {
    if (one.type === "text") return textOf(one, parent, schema);
    const type = schema.nodes[one.type];
    const inner = nodesOf(one.content ?? [], type ?? parent, schema);
    if (!type || type === schema.topNodeType) return inner;
    const attributes = attributesOf(type, one.attrs ?? {});
    if (type.isLeaf) return attributes ? [type.create(attributes)] : [];
    return [type.create(attributes, within(type, inner))];
  });
}

/** Lines of a paragraph stay lines: Markdown alone would join them. */
function textOf({ text = "", marks = [] }: RichNode, parent: NodeType, schema: Schema): Node[] {
  const isCode = parent.spec.code === true;
  const own = isCode ? Mark.none : marksOf(marks, schema);
  const lines = isCode ? [text] : text.split("\n");
  return lines.flatMap((line, place) => [
    ...(place > 0 ? [(schema.nodes.hardBreak as NodeType).create()] : []),
    ...(line === "" ? [] : [schema.text(line, own)]),
  ]);
}

const marksOf = (marks: readonly RichMark[], schema: Schema): readonly Mark[] =>
  marks.reduce<readonly Mark[]>((all, { type, attrs = {} }) => {
    const known = schema.marks[type];
    const { href } = attrs;
    if (!known || (type === "link" && wrongAttribute(type, { href }) !== null)) return all;
    return known.create(type === "link" ? { href } : null).addToSet(all);
  }, Mark.none);

/** The attributes that the schema knows, with the usual values where others do not fit; null if it needs one. */
function attributesOf(type: NodeType, given: Readonly<Record<string, unknown>>): Attrs | null {
  const usual = type.createAndFill()?.attrs ?? {};
  const entries = Object.entries(usual).map(([name, value]) => {
    const fits = name in given && wrongAttribute(type.name, { [name]: given[name] }) === null;
    return [name, fits ? given[name] : value];
  });
  const attributes = Object.fromEntries(entries);
  return wrongAttribute(type.name, attributes) === null ? attributes : null;
}

/** A content that the node can have: missing nodes are added, others wrapped; those that fit nowhere leave their words. */
function within(parent: NodeType, nodes: readonly Node[]): Fragment {
  let match = parent.contentMatch;
  const content: Node[] = [];
  const add = (node: Node): boolean => {
    const direct = match.matchType(node.type);
    const filled = direct ? Fragment.empty : match.fillBefore(Fragment.from(node));
    const next = direct ?? (filled && match.matchFragment(filled)?.matchType(node.type));
    if (!next) return false;
    content.push(...(filled?.content ?? []), node);
    match = next;
    return true;
  };
  for (const node of wrapped(parent, nodes))
    if (!add(node)) for (const inner of wrapped(parent, wordsOf(node))) add(inner);
  return Fragment.from(content).append(match.fillBefore(Fragment.empty, true) ?? Fragment.empty);
}

/** The nodes with each row of stray words in a paragraph, where the parent takes blocks. */
function wrapped(parent: NodeType, nodes: readonly Node[]): Node[] {
  const paragraph = parent.schema.nodes.paragraph as NodeType;
  if (parent.inlineContent) return nodes.flatMap((node) => (node.isInline ? [node] : wordsOf(node)));
  const blocks: Node[] = [];
  let words: Node[] = [];
  const close = () => {
    if (words.length > 0) blocks.push(paragraph.create(null, Fragment.fromArray(words)));
    words = [];
  };
  for (const node of nodes) {
    if (node.isInline) words.push(node);
    else {
      close();
      blocks.push(node);
    }
  }
  close();
  return blocks;
}

/** The words and mentions of a node, without its blocks. */
function wordsOf(node: Node): Node[] {
  const words: Node[] = [];
  node.descendants((inner) => {
    if (inner.isInline) words.push(inner);
  });
  return words;
}
