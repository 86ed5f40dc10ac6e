import { describe, expect, it } from "vitest";
import { mentionWords } from "@/lib/rich-text/mention-words";
import type { RichDoc, RichNode } from "@/lib/rich-text/rich-text";
import { markupOf } from "@/test/part";
import { makeQueryClient } from "@/trpc/query-client";
import { hiddenTarget } from "./link-target";
import { type MentionSource, MentionsProvider } from "./mentions";
import { RichTextView } from "./rich-text-view";

const docOf = (...content: RichNode[]): RichDoc => ({ type: "doc", content });
const text = (words: string, href?: unknown): RichNode => ({
  type: "text",
  text: words,
  ...(href === undefined ? {} : { marks: [{ type: "link", attrs: { href } }] }),
});
const line = (...content: RichNode[]): RichNode => ({ type: "paragraph", content });
const read = (...content: RichNode[]) => markupOf(<RichTextView doc={docOf(...content)} />);

describe("a formatted text for reading", () => {
  it("draws every block", () => {
    const shown = read(
      { type: "heading", attrs: { level: 1 }, content: [text("Title")] },
      { type: "bulletList", content: [{ type: "listItem", content: [line(text("Point"))] }] },
      { type: "taskList", content: [{ type: "taskItem", attrs: { checked: true }, content: [line(text("Task"))] }] },
      { type: "blockquote", content: [line(text("Quote"))] },
      { type: "codeBlock", content: [text("code()")] },
      { type: "horizontalRule" },
      {
        type: "table",
        content: [{ type: "tableRow", content: [{ type: "tableCell", content: [line(text("Cell"))] }] }],
      },
    );
    expect(shown).toContain('<h3 class="level-1">Title</h3>');
    expect(shown).toContain("<ul><li><p>Point</p></li></ul>");
    expect(shown).toMatch(/<input type="checkbox" disabled="" aria-label="Done" checked=""\/>/);
    expect(shown).toContain("<blockquote><p>Quote</p></blockquote>");
    expect(shown).toContain("<pre><code>code()</code></pre>");
    expect(shown).toContain('<td colSpan="1" rowSpan="1"><p>Cell</p></td>');
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "https://bank.example@evil.example", " https://", 5, null, {}])(
    "draws no link to %s",
    (href) => expect(read(line(text("Press", href)))).toBe('<div class="rich-text"><p>Press</p></div>'),
  );

  it("escapes words, and knows no HTML", () => {
    const shown = read(
      line(text("<script>alert(1)</script>")),
      { type: "html", attrs: { html: "<img onerror=x>" }, content: [text("kept")] },
      { type: "constructor", content: [line(text("also kept"))] },
      { type: "image", attrs: { src: "https://evil.example/p.png" } },
    );
    expect(shown).toContain("&lt;script&gt;");
    expect(shown).toContain("<p>kept</p><p>also kept</p>");
    expect(shown).not.toMatch(/<img|<script|evil/);
  });

  it("opens links apart from the page, and shows where they lead", () => {
    const shown = read(line(text("bank.", "https://evil.example/x"), text("example", "https://evil.example/x")));
    expect(shown).toContain('target="_blank" rel="noopener noreferrer nofollow"');
    expect(shown).toContain('<span class="link-target"> (evil.example)</span>');
    expect(shown.match(/<a /g)).toHaveLength(1);
  });

  it("keeps the words of 10,000 levels, of strange attributes and of parts that are no lists", () => {
    let deep: RichNode = line(text("the end"));
    for (let level = 0; level < 10_000; level++) deep = { type: "blockquote", content: [deep] };
    expect(read(deep)).toContain("the end");
    const strange = {
      type: "tableCell",
      attrs: { colspan: 1e9, align: "x;position:fixed" },
      content: [line(text("c"))],
    };
    const table = read({ type: "table", content: [{ type: "tableRow", content: [strange] }] });
    expect(table).toContain('<td colSpan="1" rowSpan="1">');
    expect(read({ type: "paragraph", content: "words" as never }, { type: "heading", attrs: { level: 99 } })).toBe(
      '<div class="rich-text"><p></p><h5 class="level-3"></h5></div>',
    );
  });
});

describe("the target of a link", () => {
  it.each([
    ["https://evil.example/login", "https://bank.example/login", "evil.example"],
    ["https://evil.example", "www.bank.example", "evil.example"],
    ["https://evil.example", "bank.example@evil.example", "evil.example"],
    ["https://bank.example.evil.example", "bank.example", "bank.example.evil.example"],
    ["mailto:eve@evil.example", "ann@bank.example", "eve@evil.example"],
    ["https://xn--bnk-6cd.example", "bаnk.example", "xn--bnk-6cd.example"],
  ])("%s behind “%s” is shown", (href, words, target) => expect(hiddenTarget(href, words)).toBe(target));
  it.each([
    ["https://a.example/path?q=1", "https://a.example/path?q=1"],
    ["https://www.a.example/", "a.example"],
    ["https://a.example/path", "a.example/path"],
    ["https://a.example", "the offer"],
    ["mailto:ann@a.example", "ann@a.example"],
    ["tel:+13125550142", "+1 312 555 0142"],
  ])("%s behind “%s” is not repeated", (href, words) => expect(hiddenTarget(href, words)).toBeNull());
});

describe("mentions", () => {
  const ann = { entity: "member", id: "ann" };
  const acme = { entity: "account", id: "acme" };
  const hidden = { entity: "account", id: "hidden" };
  const source: MentionSource = {
    labels: async () => [],
    href: ({ entity, id }) => (entity === "member" ? null : `/halden/accounts/${id}`),
    suggest: async () => ({ members: [], records: [] }),
  };
  const doc = docOf(line(...[ann, acme, hidden].map((attrs) => ({ type: "mention", attrs }))));
  const draw = (labels?: readonly object[]) => {
    const client = makeQueryClient();
    const keys = ["account acme", "account hidden", "member ann"];
    if (labels) client.setQueryData(["mention labels", keys], labels);
    return markupOf(
      <MentionsProvider value={source}>
        <RichTextView doc={doc} />
      </MentionsProvider>,
      client,
    );
  };

  it("have the names that the reader may see; a record leads to its page", () => {
    const shown = draw([
      { ...ann, label: "Ann" },
      { ...acme, label: "Acme" },
      { ...hidden, label: null },
    ]);
    expect(shown).toContain('<span class="mention" data-mention="" data-entity="member" data-id="ann">@Ann</span>');
    expect(shown).toMatch(/<a [^>]*href="\/halden\/accounts\/acme"[^>]*>Acme<\/a>/);
    expect(shown).toMatch(/<span class="mention mention-unseen" [^>]*data-id="hidden">a record you cannot see<\/span>/);
    expect(shown).not.toContain("accounts/hidden");
  });

  it("name nothing that was left out, and nothing while they load", () => {
    expect(draw([])).not.toMatch(/Ann|Acme|href/);
    expect(draw()).toContain("mention-loading");
  });

  it("of removed members say so", () => {
    expect(mentionWords(ann, { label: null, removed: true })).toBe("a former member");
    expect(mentionWords(ann, { label: null })).toBe("a member you cannot see");
    expect(mentionWords(ann, { label: "Ann", removed: true })).toBe("@Ann (former member)");
  });
});
