import { describe, expect, test } from "vitest";
import { knownTexts } from "./known.ts";
import { inJs, patternsOf } from "./patterns.ts";

const hits = (pattern: string, text: string) => [...text.matchAll(inJs(pattern))].map(([hit]) => hit);
const patterns = (...texts: string[]) => patternsOf(knownTexts(texts), []);

describe("patterns that find a person", () => {
  test("repeat nothing without a bound", () => {
    const { sure, every, rough, addresses } = patterns(
      "Ann Field",
      'Ann "Annie" O\'Field',
      "+4917112345678",
      "1234567",
      "ann+crm@alder.example",
    );
    // Signs after a backslash or in brackets stand for themselves.
    for (const pattern of [sure, every, rough, addresses])
      expect(pattern.replace(/\\./g, "").replace(/\[(?:\[:\w+:\]|[^\]])*\]/g, "")).not.toMatch(/[*+]|,\}/);
  });

  test.each(["-", " ", "(", ")", ".", "/", "\u00a0", "_", "\n", "0", "A", "é", "\u0301", "Ann ", "+49", "+49-", "(0)"])(
    "come to an end in long texts of %j",
    (sign) => {
      const { sure, every, addresses } = patterns("Ann Field", "+4917112345678", "+13125550142", "1234567");
      const text = `+49${sign.repeat(100_000 / sign.length)}`;
      for (const pattern of [sure, every, addresses]) expect(hits(pattern, text)).toEqual([]);
    },
  );

  test.each(["0171 123 456 78", "+49 (0) 171-12345678", "0049 171 12345678", "+4917112345678", "(0171) 12345678"])(
    "find a number as people write it: %s",
    (text) => expect(hits(patterns("+4917112345678").sure, `Ring ${text}!`)).toEqual([text]),
  );

  test.each([
    ["Will Grant", "the board will grant us access"],
    ["Will May", "In May will be decided"],
    ["Will May", "May Will come"],
    ["Mark Long", "a long mark, a mark long gone"],
    ["Accounts Payable", "see accounts payable"],
    ["Maria Garcia", "Maria Garcia Lopez"],
    ["Maria Garcia", "met Maria Garcia-Lopez"],
    ["Maria Garcia", "Ana Maria Garcia"],
    ["Maria Garcia", "Ana M. Maria Garcia"],
    ["Maria Garcia", "GARCIA, Maria Lopez"],
  ])("leave words that need not be the name of %s: %s", (name, text) => {
    expect(hits(patterns(name).sure, text)).toEqual([]);
    expect(hits(patterns(name).every, text)).not.toEqual([]);
  });

  test.each([
    ["Will Grant", "the board and Will Grant decided", "Will Grant"],
    ["Will Grant", "WILL GRANT’s plan", "WILL GRANT"],
    ["Will Grant", "by Grant, Will", "Grant, Will"],
    ["Will Grant", "Call Will Grant", "Will Grant"],
    ["Will Grant", "Dear Mr. Will Grant, hello", "Will Grant"],
    ["Will Grant", "We asked Bob. Will Grant came.", "Will Grant"],
    ["Will Grant", "Will Grant - Phase 2", "Will Grant"],
    ["Ludwig van Dyke", "for Ludwig van Dyke", "Ludwig van Dyke"],
    ["Sergio d'Angelo", "for Sergio d’Angelo", "Sergio d’Angelo"],
    ["José Müller", "for Jose Mu\u0308ller", "Jose Mu\u0308ller"],
  ])("find %s where it is written as a name: %s", (name, text, hit) =>
    expect(hits(patterns(name).sure, text)).toEqual([hit]),
  );

  test("find addresses in any letters, and leave those that others have unless they are chosen", () => {
    const known = knownTexts(["info@alder.example", "ann@alder.example"]);
    const { sure, every } = patternsOf(known, ["info@alder.example"]);
    const text = "INFO@alder.example and Ann@Alder.Example";
    expect(hits(sure, text)).toEqual(["Ann@Alder.Example"]);
    expect(hits(every, text)).toEqual(["INFO@alder.example", "Ann@Alder.Example"]);
  });

  test.each(['Ann "Annie" Field', "Ann\\Annie Field", "Ann\nField"])("find %j in JSON roughly", (name) => {
    const { rough } = patterns(name);
    expect(hits(rough, JSON.stringify({ said: `for ${name}` }))).toHaveLength(1);
    expect(hits(rough, `for ${name}`)).toHaveLength(1);
  });
});
