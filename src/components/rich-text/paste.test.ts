import { DOMParser, DOMSerializer, Slice } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import fc from "fast-check";
import { Window } from "happy-dom";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isSafeLink } from "@/lib/rich-text/links";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { requireTables } from "@/lib/rich-text/tables";
import { hostilePastes } from "@/test/hostile-pastes";
import { rounds } from "@/test/rounds";
import { cleanNodes, mostPastedRows } from "./clean";
import { savedDoc } from "./doc-content";
import { editableDoc, richTextSchema } from "./editable-doc";
import { cleanSlice, plainTextSlice } from "./paste";
import { looksLikeMarkdown } from "./paste-markdown";
import { someDocs } from "./some-docs.fixture";

const schema = richTextSchema();
let tab: Window;
beforeEach(() => {
  tab = new Window();
  // Parsers of single attributes ask for it.
  vi.stubGlobal("window", tab);
  vi.stubGlobal("document", tab.document);
});
afterEach(() => tab.close());

/** Content as the editor's clipboard parser reads it. */
function pasted(html: string): { slice: Slice; notice: string | null } {
  const page = new tab.DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  const slice = DOMParser.fromSchema(schema).parseSlice(page.body as never, { preserveWhitespace: true });
  return cleanSlice(slice, schema, "en-US");
}
const example = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Before" }] }] };
const nodesOf = (slice: Slice) => (slice.content.toJSON() ?? []) as RichNode[];
const docOfSlice = (slice: Slice) => schema.topNodeType.create(null, schema.node("paragraph")).replace(0, 2, slice);

function everyNode(nodes: readonly RichNode[]): RichNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(node.content ?? [])]);
}

describe("pasted HTML", () => {
  it("leaves only nodes of the schema, of hundreds of hostile pastes", () => {
    for (const html of hostilePastes(rounds(1_000, 200), 38)) {
      const { slice } = pasted(html);
      for (const node of everyNode(nodesOf(slice))) {
        expect(Object.keys(schema.nodes)).toContain(node.type);
        expect(node.text ?? "").not.toMatch(/\0|alert\(1\)<\/script>/);
        expect(() => encodeURIComponent(node.text ?? "")).not.toThrow();
        for (const mark of node.marks ?? [])
          if (mark.type === "link") expect(isSafeLink(String(mark.attrs?.href)), html).toBe(true);
        const { colspan = 1, rowspan = 1, level = 1, start = 1 } = (node.attrs ?? {}) as Record<string, number>;
        expect(colspan <= 50 && rowspan <= mostPastedRows && level <= 3 && start >= 0, html).toBe(true);
        if (node.type === "mention") expect(Object.keys(node.attrs ?? {}).sort()).toEqual(["entity", "id"]);
      }
    }
  });

  it("fits into a document", () => {
    for (const html of hostilePastes(rounds(300, 60), 7)) {
      const at = EditorState.create({ doc: schema.nodeFromJSON(example) });
      const { doc } = at.tr.replaceSelection(pasted(html).slice);
      expect(() => doc.check(), html).not.toThrow();
      expect(doc.textContent).toContain("Before");
    }
  });

  it("takes a mention by kind and id, and not the name that it claims", () => {
    const { slice } = pasted(
      `<p><span data-mention data-entity="account" data-id="0198c1f2" data-label="Secret">@Secret</span></p>`,
    );
    expect(nodesOf(slice)[0]?.content).toEqual([{ type: "mention", attrs: { entity: "account", id: "0198c1f2" } }]);
  });

  it("keeps lists, tables and safe links", () => {
    const { slice } = pasted(
      `<h2>Sites</h2><ul><li>Tulsa</li></ul><table><tr><td>A</td><td>B</td></tr></table><p><a href="https://a.example">a</a></p>`,
    );
    const types = everyNode(nodesOf(slice)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["heading", "bulletList", "table", "tableRow", "tableCell"]));
    expect(JSON.stringify(nodesOf(slice))).toContain("https://a.example");
  });

  it("keeps the words of an unsafe link", () => {
    const { slice } = pasted(`<p><a href="javascript:alert(1)">Press here</a></p>`);
    expect(nodesOf(slice)).toEqual([{ type: "paragraph", content: [{ type: "text", text: "Press here" }] }]);
  });

  it("keeps the mention of a record that was copied from a shown text, without its name", () => {
    const id = "0198c1f2-0000-7000-8000-000000000001";
    const { slice } = pasted(
      `<p><a href="/halden/accounts/${id}" data-mention="" data-entity="account" data-id="${id}">Secret Ltd</a></p>`,
    );
    const mention = { type: "mention", attrs: { entity: "account", id } };
    expect(nodesOf(slice)).toEqual([{ type: "paragraph", content: [mention] }]);
  });

  it("cuts a long table and says so", () => {
    const { slice, notice } = pasted(`<table>${"<tr><td>x</td></tr>".repeat(1_000)}</table>`);
    expect(nodesOf(slice)[0]?.content).toHaveLength(mostPastedRows);
    expect(notice).toBe("Only the first 200 rows of 1,000 rows were pasted.");
  });

  it("takes no table that the server would refuse, and keeps the words of cells without a place", () => {
    const cell = `<td colspan="50" rowspan="200">x</td>`;
    const { slice } = pasted(
      `<table><tr>${cell}${cell}</tr><tr><td>y</td></tr><tr>${"<td>z</td>".repeat(150)}</tr></table>`,
    );
    const doc = { type: "doc", content: nodesOf(slice) };
    expect(() => requireTables(doc)).not.toThrow();
    const one = { type: "tableCell", content: [{ type: "paragraph", content: [{ type: "text", text: "z" }] }] };
    const row = { type: "tableRow", content: Array(150).fill(one) };
    const [long] = cleanNodes([{ type: "table", content: Array(60).fill(row) }], schema);
    expect(() => requireTables(long as RichNode)).not.toThrow();
    expect(JSON.stringify(long?.content?.[0]).split('"z"')).toHaveLength(151);
  });

  it("makes plain text of lists that are nested too deeply", () => {
    const { slice, notice } = pasted(`${"<ul><li><p>x</p>".repeat(60)}end${"</li></ul>".repeat(60)}`);
    expect(nodesOf(slice).every(({ type }) => type === "paragraph")).toBe(true);
    expect(slice.content.textBetween(0, slice.content.size, " ")).toContain("end");
    expect(notice).toMatch(/nested too deeply/);
  });
});

describe("pasted plain text", () => {
  it.each([
    "# Title",
    "- one\n- two",
    "1. one",
    "> quote",
    "```\ncode\n```",
    "a **b** c",
    "| a | b |\n|---|---|",
    "[a](https://a.example)",
  ])("is Markdown: %s", (text) => expect(looksLikeMarkdown(text)).toBe(true));
  it.each(["Plain words.", "5 * 3 * 2", "a_b_c", "#tag", "-5 degrees", "mail@a.example", "2026-11-26"])(
    "is no Markdown: %s",
    (text) => expect(looksLikeMarkdown(text)).toBe(false),
  );

  it("is read as formatted text", () => {
    const slice = plainTextSlice(
      "### Sites\n\n- [x] Tulsa\n- [ ] Austin\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[bad](javascript:alert(1)) **bold** <img src=x>",
      schema,
    );
    const nodes = everyNode(slice ? nodesOf(slice) : []);
    expect(nodes.map(({ type }) => type)).toEqual(expect.arrayContaining(["heading", "taskList", "table", "text"]));
    expect(nodes.find(({ type }) => type === "heading")?.attrs).toEqual({ level: 3 });
    expect(nodes.filter(({ type }) => type === "taskItem").map(({ attrs }) => attrs?.checked)).toEqual([true, false]);
    expect(JSON.stringify(nodes)).not.toContain("javascript:");
  });

  it("never fails, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 80 }),
        fc.constantFrom("# ", "- ", "> ", "| a |\n|---|\n", "`"),
        (text, sign) => {
          const slice = plainTextSlice(sign + text, schema);
          for (const node of everyNode(slice ? nodesOf(slice) : [])) expect(schema.nodes).toHaveProperty(node.type);
        },
      ),
    );
    expect(() => plainTextSlice("> ".repeat(20_000), schema)).not.toThrow();
  });
});

describe("a document", () => {
  it("survives JSON → editor → JSON and the clipboard", () => {
    const page = tab.document as never;
    fc.assert(
      fc.property(someDocs, (doc) => {
        const node = schema.nodeFromJSON(doc);
        expect(node.toJSON()).toEqual(doc);
        expect(editableDoc(doc)).toBe(doc);
        const dom = DOMSerializer.fromSchema(schema).serializeFragment(node.content, { document: page });
        const box = tab.document.createElement("div");
        box.append(dom as never);
        const again = DOMParser.fromSchema(schema).parse(box as never, { preserveWhitespace: "full" });
        expect(again.content.toJSON()).toEqual(node.content.toJSON());
        const { slice } = cleanSlice(new Slice(node.content, 0, 0), schema, "en-US");
        expect(docOfSlice(slice).textContent).toBe(node.textContent);
      }),
      { numRuns: rounds(300, 80) },
    );
  });

  it("of a newer version is opened with its words", () => {
    const doc = {
      type: "doc" as const,
      content: [{ type: "callout", content: [{ type: "paragraph", content: [{ type: "text", text: "Kept" }] }] }],
    };
    expect(JSON.stringify(editableDoc(doc))).toContain("Kept");
  });

  it("without words is saved as none", () => {
    expect(savedDoc({ type: "doc", content: [{ type: "paragraph" }, { type: "paragraph" }] })).toBeNull();
  });
});
