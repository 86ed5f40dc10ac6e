import { Window } from "happy-dom";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { clearDraft, type DraftPlace, forgetDrafts, keepDraft, keepOnlyDraftsOf, readDraft } from "./drafts";
import { isSameDoc, markOf } from "./same-doc";

const doc: RichDoc = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Unsaved" }] }] };
const draft = { doc, at: Date.now(), base: markOf(null) };
const of = (person: string, record = "r1"): DraftPlace => ({
  person,
  workspace: "halden",
  record,
  field: "description",
});

describe("unsaved text on the device", () => {
  let kept: Storage;
  beforeEach(() => {
    const tab = new Window({ url: "https://halden.example" });
    vi.stubGlobal("window", tab);
    kept = tab.localStorage as unknown as Storage;
    keepOnlyDraftsOf("ann@halden.example");
  });

  it("is kept by person, workspace, record and field", () => {
    expect(keepDraft(of("ann@halden.example"), draft)).toBe(true);
    expect(readDraft(of("ann@halden.example"))).toEqual(draft);
    expect(readDraft(of("ann@halden.example", "r2"))).toBeNull();
    expect(readDraft(of("ben@halden.example"))).toBeNull();
    expect(readDraft({ ...of("ann@halden.example"), field: "notes" })).toBeNull();
    expect(readDraft({ ...of("ann@halden.example"), workspace: "other" })).toBeNull();
  });

  it("is removed after a save", () => {
    keepDraft(of("ann@halden.example"), draft);
    clearDraft(of("ann@halden.example"));
    expect(readDraft(of("ann@halden.example"))).toBeNull();
  });

  it("is removed when somebody else opens a workspace; other things of the browser stay", () => {
    kept.setItem("theme", "dark");
    keepDraft(of("ann@halden.example"), draft);
    keepDraft(of("ann@halden.example.org"), draft);
    keepDraft(of("ben@halden.example"), draft);
    keepOnlyDraftsOf("ann@halden.example");
    expect(readDraft(of("ann@halden.example"))).toEqual(draft);
    expect([readDraft(of("ben@halden.example")), readDraft(of("ann@halden.example.org"))]).toEqual([null, null]);
    expect(kept.getItem("theme")).toBe("dark");
  });

  it("is removed at sign-out, after which no tab writes more until somebody opens a workspace", () => {
    keepDraft(of("ann@halden.example"), draft);
    forgetDrafts();
    expect(keepDraft(of("ann@halden.example"), draft)).toBe(false);
    expect(readDraft(of("ann@halden.example"))).toBeNull();
    keepOnlyDraftsOf("ann@halden.example");
    expect(keepDraft(of("ann@halden.example"), draft)).toBe(true);
  });

  it("is ignored after 30 days, and where it cannot be read", () => {
    keepDraft(of("ann@halden.example"), { ...draft, at: Date.now() - 31 * 86_400_000 });
    expect(readDraft(of("ann@halden.example"))).toBeNull();
    keepDraft(of("ann@halden.example"), draft);
    const key = kept.key(0) ?? "";
    for (const broken of ["{", "null", "5", '{"doc":{"type":"page"},"at":1,"base":""}', '{"doc":null}']) {
      kept.setItem(key, broken);
      expect(readDraft(of("ann@halden.example"))).toBeNull();
    }
  });
});

describe("a device that keeps nothing", () => {
  const refuses = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
  it.each([
    [
      "has no room",
      { localStorage: { getItem: () => null, setItem: refuses, removeItem: refuses, length: 1, key: refuses } },
    ],
    ["forbids it", Object.defineProperty({}, "localStorage", { get: refuses })],
    ["has no storage", { localStorage: null }],
  ])("%s: nothing fails", (_name, tab) => {
    vi.stubGlobal("window", tab);
    keepOnlyDraftsOf("ann@halden.example");
    expect(keepDraft(of("ann@halden.example"), draft)).toBe(false);
    expect(readDraft(of("ann@halden.example"))).toBeNull();
    expect(() => clearDraft(of("ann@halden.example"))).not.toThrow();
    expect(() => forgetDrafts()).not.toThrow();
  });
});

describe("the mark of a text", () => {
  it("is the same in whatever order the database returns its keys", () => {
    const other = JSON.parse(
      '{"content":[{"content":[{"text":"Unsaved","type":"text"}],"attrs":null,"type":"paragraph"}],"type":"doc"}',
    );
    expect(markOf(other)).toBe(markOf(doc));
    expect(isSameDoc(other, doc)).toBe(true);
  });

  it("differs with each word", () => {
    const other: RichDoc = { ...doc, content: [{ type: "paragraph", content: [{ type: "text", text: "Unsafed" }] }] };
    expect(markOf(other)).not.toBe(markOf(doc));
    expect(markOf(null)).not.toBe(markOf(doc));
  });
});
