import { describe, expect, it } from "vitest";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { otherTextIn } from "./conflict";
import { mergedDoc } from "./doc-content";
import { addressIn } from "./link-address";
import { refusalOf, sizeWords } from "./size";
import { SuggestMenu } from "./suggest-menu";

const docOf = (text: string): RichDoc => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});
const refused = (details: object, code = "CONFLICT") =>
  Object.assign(new Error("Changed"), { data: { app: { code, details } } });

describe("a save that was refused", () => {
  it("has the present text and the version that a further save replaces", () => {
    const doc = docOf("Theirs");
    const current = { version: 4, description: { doc, text: "Theirs" }, notes: null };
    expect(otherTextIn(refused({ current }), "description")).toEqual({ doc, version: 4 });
    expect(otherTextIn(refused({ current }), "notes")).toEqual({ doc: null, version: 4 });
  });

  it.each([
    ["another error", refused({ current: { version: 4, description: null } }, "FORBIDDEN")],
    ["no record", refused({})],
    ["no such field", refused({ current: { version: 4 } })],
    ["a field that is no text", refused({ current: { version: 4, description: "plain" } })],
    ["no answer", new TypeError("Failed to fetch")],
  ])("of %s is no conflict of texts", (_name, error) => expect(otherTextIn(error, "description")).toBeNull());
});

describe("merged texts", () => {
  it("are theirs, a line, and mine", () => {
    expect(mergedDoc(docOf("Theirs"), docOf("Mine"))?.content?.map(({ type }) => type)).toEqual([
      "paragraph",
      "horizontalRule",
      "paragraph",
    ]);
    expect(mergedDoc(null, docOf("Mine"))).toEqual(docOf("Mine"));
  });
});

describe("the size of a text", () => {
  it("is shown from nine tenths, and refused above the most", () => {
    expect(sizeWords(100_000, "en-US")).toBeNull();
    expect(sizeWords(184_200, "en-US")).toBe("185 kB of 200 kB");
    expect(refusalOf(docOf("x".repeat(199_000)), "en-US")).toBeNull();
    expect(refusalOf(docOf("x".repeat(200_000)), "en-US")).toMatch(/it has 201 kB/);
    expect(refusalOf(docOf("ü".repeat(110_000)), "en-US")).toMatch(/it has 221 kB/);
  });
});

describe("a typed address", () => {
  it.each([
    ["example.com", "https://example.com"],
    ["example.com/a?b=1#c", "https://example.com/a?b=1#c"],
    ["ann@example.com", "mailto:ann@example.com"],
    [" https://example.com ", "https://example.com"],
    ["tel:+13125550142", "tel:+13125550142"],
  ])("%s is %s", (typed, href) => expect(addressIn(typed)).toBe(href));
  it.each([
    "",
    "words",
    "two words.com",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://a.example@b.example",
    "/x",
  ])("“%s” is none", (typed) => expect(addressIn(typed)).toBeNull());
});

describe("the menu at the cursor", () => {
  const picked: string[] = [];
  const item = (id: string) => ({ id, label: id, group: "People", pick: () => undefined });
  const state = (ids: string[], loading = false) => ({
    ...{ label: "Mention", query: ids.join(" "), items: ids.map(item), loading, failed: false },
    pick: ({ id }: { id: string }) => void picked.push(id),
    mount: () => () => undefined,
    dismiss: () => undefined,
  });

  it("moves its mark in a circle, and leaves other keys to the text", () => {
    const menu = new SuggestMenu();
    expect(menu.press("Enter")).toBe(false);
    menu.show(state(["ann", "ben"]));
    expect(menu.press("a")).toBe(false);
    menu.press("ArrowUp");
    expect(menu.get()?.marked).toBe(1);
    menu.press("ArrowDown");
    menu.press("Enter");
    expect(picked.splice(0)).toEqual(["ann"]);
  });

  it("picks what is found for the typed name, not for an earlier part of it", () => {
    const menu = new SuggestMenu();
    menu.show(state(["ben", "bert"]));
    menu.show(state(["ben", "bert"], true));
    expect(menu.press("Enter")).toBe(true);
    expect(picked).toEqual([]);
    menu.show(state(["bert"]));
    expect(picked.splice(0)).toEqual(["bert"]);
  });
});
