import { MarkdownManager } from "@tiptap/markdown";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { checkedDoc, checkedRichText, richTextSchema } from "./check";
import { RichTextProblem } from "./limits";
import { docOfMarkdown } from "./markdown";
import type { RichNode } from "./rich-text";
import { textOfDoc } from "./text";

const read = (markdown: string) => docOfMarkdown(markdown, richTextSchema());
const typesIn = (node: RichNode): string[] => [
  node.type,
  ...(node.marks ?? []).map(({ type }) => type),
  ...(node.content ?? []).flatMap(typesIn),
];

describe("Markdown", () => {
  test("becomes headings, lists, checklists, tables, code, quotes and links", () => {
    const doc = read(
      "## Head\n\n- a\n  1. b\n\n- [x] done\n\n|a|b|\n|-|-|\n|c|**d**|\n\n> q\n\n```js\nlet x\n```\n\n[l](https://company.com) *i* ~~s~~ `c`",
    );
    expect(new Set(typesIn(checkedDoc(doc)))).toEqual(
      new Set([
        ...["doc", "heading", "text", "bulletList", "listItem", "paragraph", "orderedList", "taskList", "taskItem"],
        ...["table", "tableRow", "tableHeader", "tableCell", "bold", "blockquote", "codeBlock", "link", "italic"],
        ...["strike", "code"],
      ]),
    );
    expect(textOfDoc(doc)).toBe("Head\n- a\n  1. b\n[x] done\na\tb\nc\td\nq\nlet x\nl i s c");
  });

  test("keeps lines, and words of what the schema lacks", () => {
    expect(checkedRichText("one\ntwo").text).toBe("one\ntwo");
    expect(checkedRichText("one\r\ntwo").text).toBe("one\ntwo");
    expect(checkedRichText("![a picture](https://company.com/x.png)").text).toBe("a picture");
    expect(checkedRichText("<script>alert(1)</script>").text).toContain("alert(1)");
    expect(checkedRichText("[click](javascript:alert(1))")).toEqual({ doc: null, text: "click" });
    expect(checkedRichText("#### four").text).toBe("four");
    expect(checkedRichText("- # head\n- > quote").text).toContain("quote");
  });

  test("is refused with advice where it is too long, too deep or too costly to read, and at once", () => {
    const levels = (count: number) =>
      Array.from({ length: count }, (_, level) => `${"  ".repeat(level)}- a\n`).join("");
    const refused: [string, RegExp][] = [
      ["a".repeat(100_001), /at most 100,000 characters/],
      ["> ".repeat(1_000), /Use fewer levels/],
      ["1. ".repeat(1_000), /Use fewer levels/],
      [levels(200), /Use fewer levels/],
      ["**a ".repeat(20_000), /Split it with empty lines/],
      ["<".repeat(90_000), /Split it with empty lines/],
      ["[a]\n\n".repeat(15_000), /at most 3,000 lines/],
    ];
    for (const [markdown, words] of refused) {
      const start = process.cpuUsage();
      expect(() => checkedRichText(markdown)).toThrow(words);
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(3_000);
    }
    expect(
      checkedRichText("- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -")
        .text,
    ).toBeNull();
  });

  test("of any form leaves only nodes of the schema, or is refused with advice", () => {
    const signs = [
      "#",
      "- ",
      "* ",
      "1. ",
      "> ",
      "- [ ] ",
      "- [x] ",
      "|",
      "|-|-|",
      "```",
      "~~~",
      "---",
      "\n",
      "\n\n",
      "  ",
      "\t",
    ];
    const inline = [
      "**",
      "_",
      "`",
      "~~",
      "[",
      "](",
      ")",
      "![",
      "<b>",
      "</b>",
      "<script>",
      "<img src=x onerror=y>",
      "&#0;",
      "&#xD800;",
      "&lt;",
      "\\",
    ];
    const addresses = [
      "javascript:alert(1)",
      "data:text/html,x",
      "https://a.b",
      "www.a.b",
      "a@b.c",
      "<https://a@b.c>",
      "[a]: b\n",
      "[^1]",
      "$x$",
      ":smile:",
      "++u++",
      "@x",
      "word",
      " ",
    ];
    const hostile = fc.array(
      fc.oneof(fc.constantFrom(...signs, ...inline, ...addresses), fc.string({ unit: "binary", maxLength: 6 })),
      { maxLength: 60 },
    );
    const known = new Set([...Object.keys(richTextSchema().nodes), ...Object.keys(richTextSchema().marks)]);
    fc.assert(
      fc.property(hostile, (parts) => {
        const markdown = parts.join("");
        try {
          const { doc } = checkedRichText(markdown);
          for (const type of doc ? typesIn(doc) : []) expect(known).toContain(type);
          expect(JSON.stringify(doc)).not.toMatch(/"href":"(?!https?:|mailto:|tel:)/);
        } catch (error) {
          if (!(error instanceof RichTextProblem)) throw error;
          expect(error.message).toMatch(/Use fewer levels|Type it again|Split it/);
        }
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});

test.each([
  ["e-mail", `${"a".repeat(50_000)}@`],
  ["www.", `www.a${"?".repeat(50_000)}`],
  ["http", `http://a${")".repeat(50_000)}`],
  ["link", `[a](${"(".repeat(50_000)}`],
  ["link of spaces", `[a](${" ".repeat(50_000)}`],
])("long words that would stop the parser are refused: %s", (_title, markdown) => {
  const manager = vi.spyOn(MarkdownManager.prototype, "parse").mockReturnValue({ type: "doc", content: [] });
  expect(() => read(markdown)).toThrow(/very long words.*Split them with spaces/);
  expect(manager).not.toHaveBeenCalled();
  manager.mockRestore();
});

test("a long address and a long word without one are taken", () => {
  expect(textOfDoc(read(`https://company.com/?${"a".repeat(3_000)}`))).toHaveLength(3_021);
  expect(textOfDoc(read("a".repeat(50_000)))).toHaveLength(50_000);
});
