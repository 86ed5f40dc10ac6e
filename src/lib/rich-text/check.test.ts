import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attributeRules } from "./attributes";
import { checkedDoc, checkedRichText, richTextSchema } from "./check";
import { maxDocDepth, maxMentions, type RichDoc, type RichMark, type RichNode } from "./rich-text";
import { docOfText, mentionsIn, textOfDoc } from "./text";

const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !text.includes("\0"));
const some = <T>(one: fc.Arbitrary<T>, most = 3) => fc.array(one, { minLength: 1, maxLength: most });
const any = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
const node = (type: string, content: fc.Arbitrary<RichNode[]>, attributes?: fc.Arbitrary<object>) =>
  fc.tuple(content, attributes ?? fc.constant(null)).map(
    ([inner, attrs]): RichNode => ({
      type,
      ...(attrs ? { attrs: { ...attrs } } : {}),
      ...(inner.length > 0 ? { content: inner } : {}),
    }),
  );

const link = fc
  .constantFrom("https://company.com/a?b=c#d", "mailto:ann@company.com", "tel:+13125550142")
  .map((href): RichMark => ({ type: "link", attrs: { href } }));
const plain = (type: string) => fc.constant<RichMark>({ type });
/** In the order of the schema; code goes with no other. */
const marks = fc.oneof(
  fc.constant([{ type: "code" }]),
  fc
    .tuple(link, plain("bold"), plain("italic"), plain("strike"), plain("underline"))
    .chain((all) => fc.subarray<RichMark>(all)),
);
const piece = fc.record({ text: words, marks }).map(({ text, marks: given }): RichNode => {
  return { type: "text", ...(given.length > 0 ? { marks: given } : {}), text };
});
const mention = fc.record({ entity: fc.constantFrom("member", "account", "contact"), id: fc.uuid() });
const inline = fc.oneof(
  { weight: 5, arbitrary: piece },
  fc.constant<RichNode>({ type: "hardBreak" }),
  mention.map((attrs): RichNode => ({ type: "mention", attrs })),
);
/** Neighbours of the same form are one piece. */
const inlines = any(inline).map((pieces) =>
  pieces.filter(({ type, marks: own }, place) => {
    const before = pieces[place - 1];
    return !(type === "text" && before?.type === "text" && JSON.stringify(before.marks) === JSON.stringify(own));
  }),
);
const paragraph = node("paragraph", inlines);
const cellAttributes = fc.record({
  colspan: fc.integer({ min: 1, max: 3 }),
  rowspan: fc.constant(1),
  colwidth: fc.constantFrom(null, [100]),
  align: fc.constantFrom(null, "left", "right"),
});
const code = words.map((text): RichNode[] => [{ type: "text", text }]);

const { block } = fc.letrec<{ block: RichNode; item: RichNode[] }>((tie) => ({
  item: fc.tuple(paragraph, fc.array(tie("block"), { maxLength: 2 })).map(([first, more]) => [first, ...more]),
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    paragraph,
    node("heading", inlines, fc.record({ level: fc.integer({ min: 1, max: 3 }) })),
    node("codeBlock", code, fc.record({ language: fc.constantFrom(null, "js") })),
    fc.constant<RichNode>({ type: "horizontalRule" }),
    node("blockquote", some(tie("block"))),
    node("bulletList", some(node("listItem", tie("item")))),
    node(
      "orderedList",
      some(node("listItem", tie("item"))),
      fc.record({ start: fc.integer({ min: 0, max: 99 }), type: fc.constant(null) }),
    ),
    node("taskList", some(node("taskItem", tie("item"), fc.record({ checked: fc.boolean() })))),
    node(
      "table",
      some(
        node(
          "tableRow",
          some(
            fc.oneof(
              node("tableHeader", some(tie("block"), 2), cellAttributes),
              node("tableCell", some(tie("block"), 2), cellAttributes),
            ),
          ),
        ),
      ),
    ),
  ),
}));
const documents = some(block, 4).map((content): RichDoc => ({ type: "doc", attrs: { version: 1 }, content }));

const textsIn = ({ type, text = "", content = [] }: RichNode): string[] =>
  type === "text" ? text.split("\n") : content.flatMap(textsIn);

describe("a document of the schema", () => {
  test("stays as it is", () => {
    fc.assert(
      fc.property(documents, (doc) => {
        expect(checkedDoc(JSON.parse(JSON.stringify(doc)))).toEqual(doc);
      }),
    );
  });

  test("has every visible word in its text form, and mentions without a name", () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const text = textOfDoc(doc);
        for (const word of textsIn(doc)) expect(text).toContain(word);
        expect(text.split("@…").length - 1).toBeGreaterThanOrEqual(mentionsIn(doc).length);
        for (const { id } of mentionsIn(doc)) expect(text).not.toContain(id);
      }),
    );
  });
});

test("a plain text is the text form of its document byte for byte, and is stored without one", () => {
  const lines = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lines, (given) => {
      const text = given.join("\n").replaceAll("\0", "");
      expect(textOfDoc(docOfText(text))).toBe(text);
      const stored = checkedRichText({ doc: docOfText(text) });
      expect([null, text]).toContain(stored.text);
      expect(stored.doc).toBeNull();
    }),
  );
});

test("a document without a word or a mention is empty; a mention alone is not", () => {
  const inside = (content: RichNode[]) => ({ doc: { type: "doc", content } as RichDoc });
  const empty = inside([
    { type: "horizontalRule" },
    { type: "paragraph", content: [{ type: "text", text: " \u200b" }] },
  ]);
  expect(checkedRichText(empty)).toEqual({ doc: null, text: null });
  const attrs = { entity: "member", id: "018f2a4e-0000-7000-8000-000000000000" };
  const mentions = inside([{ type: "paragraph", content: [{ type: "mention", attrs }] }]);
  expect(checkedRichText(mentions).text).toBe("@…");
});

test("attributes and marks that the schema lacks vanish", () => {
  const content = [
    {
      type: "paragraph",
      attrs: { class: "x" },
      content: [{ type: "text", text: "a", marks: [{ type: "bold", attrs: { onclick: "x" } }] }],
    },
  ];
  expect(checkedDoc({ type: "doc", attrs: { version: 1, theme: "x" }, extra: 1, content })).toEqual({
    type: "doc",
    attrs: { version: 1 },
    content: [{ type: "paragraph", content: [{ type: "text", text: "a", marks: [{ type: "bold" }] }] }],
  });
});

test("each attribute of the schema has a rule", () => {
  const { nodes, marks: known } = richTextSchema();
  for (const [name, { spec }] of [...Object.entries(nodes), ...Object.entries(known)])
    expect([name, Object.keys(attributeRules[name] ?? {}).sort()]).toEqual([
      name,
      Object.keys(spec.attrs ?? {}).sort(),
    ]);
});

const docWith = (...content: unknown[]) => ({ type: "doc", content });
const linked = (href: unknown) =>
  docWith({ type: "paragraph", content: [{ type: "text", text: "a", marks: [{ type: "link", attrs: { href } }] }] });
const deep = (levels: number) => {
  let inner: unknown = { type: "paragraph" };
  for (let level = 0; level < levels; level++) inner = { type: "blockquote", content: [inner] };
  return docWith(inner);
};
const saying = (text: string) => docWith({ type: "paragraph", content: [{ type: "text", text }] });
const mentioning = (attrs: object, times = 1) =>
  docWith({ type: "paragraph", content: Array.from({ length: times }, () => ({ type: "mention", attrs })) });
const cell = { type: "tableCell", content: [{ type: "paragraph", content: [{ type: "text", text: "cell" }] }] };
const tableOf = (rows: number, columns: number, attrs: object = {}) => {
  const one = { type: "tableCell", attrs, content: [{ type: "paragraph" }] };
  const row = { type: "tableRow", content: Array.from({ length: columns }, () => one) };
  return docWith(saying("a").content[0], { type: "table", content: Array.from({ length: rows }, () => row) });
};
const below = { type: "tableRow", content: [cell] };
const taller = { type: "table", content: [{ type: "tableRow", content: [{ ...cell, attrs: { rowspan: 3 } }] }, below] };
/** Each row is 60 columns wide, and those above reach into it. */
const wide = { type: "tableRow", content: [{ ...cell, attrs: { colspan: 60, rowspan: 2 } }] };
const overlapping = { type: "table", content: [wide, { ...wide, content: [{ ...cell, attrs: { colspan: 60 } }] }] };
/** A code block of line breaks within ordered lists. */
const stairs = (levels: number, breaks: number) => {
  let inner: unknown = { type: "codeBlock", content: [{ type: "text", text: `a${"\n".repeat(breaks)}` }] };
  for (let level = 0; level < levels; level++) {
    const item = { type: "listItem", content: [{ type: "paragraph" }, inner] };
    inner = { type: "orderedList", attrs: { start: 1_000_000 }, content: [item] };
  }
  return docWith(inner);
};
const member = { entity: "member", id: "018f2a4e-0000-7000-8000-000000000000" };

describe("is refused with advice", () => {
  test.each<[title: string, doc: unknown, words: RegExp]>([
    ["an unknown node", docWith({ type: "iframe" }), /Unknown node type: iframe.*Use only/],
    [
      "an unknown mark",
      docWith({ type: "paragraph", content: [{ type: "text", text: "a", marks: [{ type: "style" }] }] }),
      /Use only/,
    ],
    ["a node where it cannot stand", docWith({ type: "listItem" }), /Use only/],
    ["a name from the prototype", docWith({ type: "constructor" }), /Use only/],
    ["no document", [], /Use only/],
    ["null", null, /Use only/],
    ["a piece of a document", { type: "paragraph" }, /begins with a node "doc"/],
    ["a link that runs", linked("javascript:alert(1)"), /^A link of this text cannot be used\. Link to/],
    ["a link with data", linked("data:text/html,<script>"), /Link to/],
    ["a link that looks like another", linked("https://bank.example@evil.example"), /Link to/],
    ["a link that is no text", linked({ a: 1 }), /Link to/],
    ["ten thousand levels", deep(10_000), /levels of lists and quotes\. Use fewer/],
    ["one level too many", deep(maxDocDepth + 1), /Use fewer/],
    ["a text of 1 MB", saying("a".repeat(1_000_000)), /larger than 200 kB.*Shorten/],
    [
      "a table of a thousand rows",
      docWith({
        type: "table",
        content: Array.from({ length: 1_000 }, () => ({ type: "tableRow", content: [cell, cell, cell] })),
      }),
      /Shorten/,
    ],
    ["30,000 paragraphs", docWith(...Array.from({ length: 30_000 }, () => ({ type: "p" }))), /too many paragraphs/],
    ["NUL", saying("a\0b"), /invisible character that cannot be stored\. Type it again/],
    ["half of a pair", saying("a\ud800b"), /Type it again/],
    ["half of a pair in an attribute", docWith({ type: "codeBlock", attrs: { language: "\udc00" } }), /Type it again/],
    ["a heading of no level", docWith({ type: "heading", attrs: { level: { a: 1 } } }), /level of a heading/],
    [
      "a cell over a million rows",
      docWith({ type: "table", content: [{ type: "tableRow", content: [{ ...cell, attrs: { rowspan: 1e6 } }] }] }),
      /rowspan of a tableCell/,
    ],
    ["a cell that reaches below its table", docWith(taller), /reaches below its last row/],
    ["a row of too many columns", tableOf(1, 2, { colspan: 51 }), /more than 100 columns\. Make it smaller/],
    ["cells that together are too wide", docWith(overlapping), /more than 100 columns/],
    ["a table of too many rows", tableOf(1_001, 1), /more than 1,000 rows/],
    ["a text form far larger than its document", stairs(19, 90_000), /more than 200,000 characters\. Shorten/],
    ["a mention of no kind", mentioning({ entity: "constructor", id: member.id }), /Mention it again/],
    ["a mention without an id", mentioning({ entity: "member", id: "x" }), /Mention it again/],
    ["too many mentions", mentioning(member, maxMentions + 1), /more than 500 mentions\. Remove/],
    ["a later version", { type: "doc", attrs: { version: 2 }, content: [{ type: "paragraph" }] }, /Reload the page/],
  ])("%s", (_title, doc, words) => {
    const refused = () => checkedRichText({ doc: doc as RichDoc });
    expect(refused).toThrow(words);
    expect(refused).toThrow(expect.objectContaining({ name: "RichTextProblem" }));
  });

  test("but the largest tables are taken, and lists without more spaces than can be read", () => {
    expect(checkedDoc(tableOf(1, 100)).type).toBe("doc");
    expect(checkedDoc(tableOf(2, 2, { colspan: 50 })).type).toBe("doc");
    const text = checkedRichText({ doc: stairs(19, 2) as RichDoc }).text ?? "";
    expect(text.split("\n").at(-1)?.length).toBeLessThan(80);
  });

  test("but the most levels and mentions are taken", () => {
    expect(checkedDoc(deep(maxDocDepth - 1)).type).toBe("doc");
    expect(mentionsIn(checkedDoc(mentioning(member, maxMentions)))).toEqual([member]);
  });
});
