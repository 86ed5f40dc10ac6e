import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { andList, foldKey, initial, initials, oneStop, orList, quoteValue, uncapital } from "./text";

describe("foldKey", () => {
  it.each([
    ["  Halden   Systems ", "halden systems"],
    ["HALDEN\u00a0SYSTEMS", "halden systems"],
    ["Halden\t\r\nSystems", "halden systems"],
    ["Ｈａｌｄｅｎ", "halden"],
    ["ﬁne", "fine"],
    ["STRASSE", "strasse"],
    ["Straße", "strasse"],
    ["STRAẞE", "strasse"],
    ["ΟΔΟΣ", foldKey("οδος")],
    ["Cafe\u0301", "café"],
    ["Hal\u200bden\ufeff", "halden"],
    ["", ""],
    [" \u200b ", ""],
  ])("%j becomes %j", (text, key) => {
    expect(foldKey(text)).toBe(key);
  });

  it("keeps accents and punctuation, which tell names apart", () => {
    expect(foldKey("Müller")).not.toBe(foldKey("Muller"));
    expect(foldKey("A-B")).not.toBe(foldKey("A B"));
  });

  it("leaves characters alone that older runtimes do not know", () => {
    expect(foldKey("A\u{10D50}B")).toBe("a\u{10D50}b");
    expect(foldKey("\uA7DC")).toBe("\uA7DC");
  });

  it("changes nothing when applied twice, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const key = foldKey(text);
        expect(foldKey(key)).toBe(key);
        expect(foldKey(` ${text}  `)).toBe(key);
      }),
    );
  });
});

describe("quoteValue", () => {
  it("cuts long text between characters", () => {
    expect(quoteValue("a\nb")).toBe("“a b”");
    expect(quoteValue("😀".repeat(50))).toBe(`“${"😀".repeat(39)}…”`);
  });
});

it("lists things in the language of our sentences", () => {
  expect([andList([]), andList(["a"]), andList(["a", "b"])]).toEqual(["", "a", "a and b"]);
  expect([orList(["a", "b"]), orList(["a", "b", "c"])]).toEqual(["a or b", "a, b, or c"]);
});

it.each([
  ["John Doe", "JD"],
  ["Halden", "H"],
  ["(Acme) Corp", "AC"],
  ["Anna van der Berg (Berlin)", "AB"],
  ["🚀 Rocket Labs 🚀", "RL"],
  ["3M", "3"],
  ["“Élan” & Co", "ÉC"],
  ["E\u0301lan", "E\u0301"],
  ["ann - ", "A"],
  ["🚀", "🚀"],
  ["", ""],
])("initials of %j are %j", (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it("one initial is a letter or digit, where there is one", () => {
  expect(["(Acme)", "“elan”", "7th", "…"].map(initial)).toEqual(["A", "E", "7", "…"]);
});

describe("oneStop", () => {
  it.each([
    ["Ask an admin of TechCorp Inc..", "Ask an admin of TechCorp Inc."],
    ["You are in TechCorp Inc.. Sign in.", "You are in TechCorp Inc. Sign in."],
    ["Loading...", "Loading..."],
    ["One. Two.", "One. Two."],
  ])("%s becomes %s", (text, expected) => {
    expect(oneStop(text)).toBe(expected);
  });
});

describe("uncapital", () => {
  it.each([
    ["Created the API key", "created the API key"],
    ["API keys", "API keys"],
  ])("%s becomes %s", (text, expected) => {
    expect(uncapital(text)).toBe(expected);
  });
});
