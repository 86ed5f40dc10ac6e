import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodedCell, withoutCodes } from "./html-codes";
import { unwrapped, wrapped } from "./spreadsheet-cell";

describe("HTML codes in cells", () => {
  test("become the signs that they stand for", () => {
    const texts = ["AT&amp;T", "M&uuml;ller", "O&#39;Neil", "O&#x27;Neil", "O&#X27;Neil", "&lt;b&gt;", "5&nbsp;&euro;"];
    expect(texts.map(withoutCodes)).toEqual(["AT&T", "Müller", "O'Neil", "O'Neil", "O'Neil", "<b>", "5\u00a0€"]);
  });

  test("also inside each other, three times at most; a text with more of them stays whole", () => {
    expect(["&amp;amp;", "&amp;amp;uuml;", "&amp;amp;amp;"].map(withoutCodes)).toEqual(["&", "ü", "&"]);
    const deep = "&amp;amp;amp;amp;";
    expect(withoutCodes(deep)).toBe(deep);
  });

  test("only with their semicolon, and only those that exist", () => {
    const texts = [
      "AT&T",
      "R&D; sales",
      "https://a.example/?a=1&copy=2&lt=3",
      "&notit;",
      "&amp",
      "&;",
      "&#;",
      "&#x;",
      "a & b;",
    ];
    expect(texts.map(withoutCodes)).toEqual(texts);
  });

  test("never become controls, NUL or invalid signs", () => {
    const texts = [
      "&#0;",
      "&#x0;",
      "&#10;",
      "&NewLine;",
      "&Tab;",
      "&#27;",
      "&#129;",
      "&#xD800;",
      "&#99999999;",
      "&#xFFFD;",
    ];
    expect(texts.map(withoutCodes)).toEqual(texts);
    expect(withoutCodes("&amp;#0;")).toBe("&#0;");
  });

  test("make no formula, and are read inside of one that keeps a text", () => {
    expect(decodedCell('="AT&amp;T"')).toBe("AT&T");
    expect(decodedCell("&#61;&quot;x&quot;")).toBe("&#61;&quot;x&quot;");
  });
});

const pieces = [
  "&",
  "amp;",
  "#",
  "39;",
  "x27;",
  "#0;",
  "lt;",
  "quot;",
  '"',
  "=",
  '="',
  "é",
  "\ud800",
  " ",
  "uuml;",
  "#61;",
  "'",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 })
  .map((all) => all.join(""));

test("a cell that was read means the same when it is read again, and gained no control", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const read = withoutCodes(text);
      const controls = (of: string) => of.match(/[\p{Cc}\ufffd]/gu)?.length ?? 0;
      return withoutCodes(read) === read && controls(read) <= controls(text);
    }),
    { numRuns: 2000 },
  );
});

test("a text of a workbook that looks like a formula comes back as it is, also with codes", () => {
  fc.assert(fc.property(hostile, (text) => unwrapped(wrapped(text)) === text));
});
