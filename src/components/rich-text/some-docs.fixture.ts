import fc from "fast-check";
import type { RichDoc, RichMark, RichNode } from "@/lib/rich-text/rich-text";

const word = fc.stringMatching(/^[A-Za-z0-9äß.,;!?<>&"'-]{1,12}$/);
/** In the order of the schema, which is the order of their elements. */
const marks: fc.Arbitrary<RichMark[]> = fc
  .record({
    link: fc.boolean(),
    bold: fc.boolean(),
    italic: fc.boolean(),
    strike: fc.boolean(),
    underline: fc.boolean(),
  })
  .map((on) => [
    ...(on.link ? [{ type: "link", attrs: { href: "https://a.example/x" } }] : []),
    ...(["bold", "italic", "strike", "underline"] as const).flatMap((type) => (on[type] ? [{ type }] : [])),
  ]);

const text: fc.Arbitrary<RichNode> = fc
  .tuple(word, marks)
  .map(([words, on]) => ({ type: "text", ...(on.length > 0 ? { marks: on } : {}), text: words }));
const mention: fc.Arbitrary<RichNode> = fc
  .constantFrom("member", "record")
  .map((entity) => ({ type: "mention", attrs: { entity, id: "0198c1f2" } }));

/** Neighbours with the same marks are one text in every document. */
function joined(nodes: readonly RichNode[]): RichNode[] {
  const out: RichNode[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    const isSame =
      last?.type === "text" && node.type === "text" && JSON.stringify(last.marks) === JSON.stringify(node.marks);
    if (isSame) out[out.length - 1] = { ...last, text: `${last.text}${node.text}` };
    else out.push(node);
  }
  return out;
}
const filled = (content: readonly RichNode[]) => (content.length > 0 ? { content } : {});
const inline = fc.array(fc.oneof({ weight: 5, arbitrary: text }, mention), { maxLength: 5 }).map(joined);
const paragraph: fc.Arbitrary<RichNode> = inline.map((content) => ({ type: "paragraph", ...filled(content) }));
const heading: fc.Arbitrary<RichNode> = fc
  .tuple(fc.constantFrom(1, 2, 3), inline)
  .map(([level, content]) => ({ type: "heading", attrs: { level }, ...filled(content) }));
const code: fc.Arbitrary<RichNode> = word.map((words) => ({
  type: "codeBlock",
  attrs: { language: null },
  content: [{ type: "text", text: words }],
}));

const item = (blocks: fc.Arbitrary<RichNode>, type: string, attrs?: RichNode["attrs"]) =>
  fc
    .tuple(paragraph, fc.array(blocks, { maxLength: 1 }))
    .map(([first, rest]): RichNode => ({ type, ...(attrs ? { attrs } : {}), content: [first, ...rest] }));
const cell: fc.Arbitrary<RichNode> = paragraph.map((content) => ({
  type: "tableCell",
  attrs: { colspan: 1, rowspan: 1, colwidth: null, align: null },
  content: [content],
}));
const table: fc.Arbitrary<RichNode> = fc
  .array(fc.tuple(cell, cell), { minLength: 1, maxLength: 3 })
  .map((rows) => ({ type: "table", content: rows.map((content) => ({ type: "tableRow", content })) }));

const { block } = fc.letrec<{ block: RichNode }>((tie) => ({
  block: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    paragraph,
    heading,
    code,
    table,
    fc.constant<RichNode>({ type: "horizontalRule" }),
    fc
      .array(item(tie("block"), "listItem"), { minLength: 1, maxLength: 3 })
      .map((content) => ({ type: "bulletList", content })),
    fc
      .array(item(tie("block"), "listItem"), { minLength: 1, maxLength: 3 })
      .map((content) => ({ type: "orderedList", attrs: { start: 1, type: null }, content })),
    fc
      .array(
        fc.boolean().chain((checked) => item(tie("block"), "taskItem", { checked })),
        { minLength: 1, maxLength: 3 },
      )
      .map((content) => ({ type: "taskList", content })),
    fc.array(tie("block"), { minLength: 1, maxLength: 2 }).map((content) => ({ type: "blockquote", content })),
  ),
}));

/** Random documents of the schema, as its JSON has them. */
export const someDocs: fc.Arbitrary<RichDoc> = fc
  .array(block, { minLength: 1, maxLength: 5 })
  .map((content) => ({ type: "doc", attrs: { version: 1 }, content }));
