import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coerceDecimal, coerceInteger, coerceNumber } from "./coerce-number";
import { formatDecimal, parseDecimal, scaledHalfEven } from "./decimal";
import { detectNumberStyle } from "./number-style";

const COMMA = { style: { decimal: "," as const } };

describe("coerceDecimal", () => {
  it.each([
    ["1100.04", "1100.04"],
    [" 1,234,567.50 ", "1234567.5"],
    ["1 234.5", "1234.5"],
    ["1\u202f234.5", "1234.5"],
    ["1'234.5", "1234.5"],
    ["12,34,567", "1234567"],
    ["-0.50", "-0.5"],
    ["−7", "-7"],
    ["(12.5)", "-12.5"],
    ["12-", "-12"],
    ["+3", "3"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1.2E+05", "120000"],
    ["1e-3", "0.001"],
    ["'-5", "-5"],
    ["１２", "12"],
    ["0", "0"],
    ["-0", "0"],
    ["123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"],
  ])("%j is %s", (text, number) => {
    expect(coerceDecimal(text)).toEqual({ ok: true, value: number });
  });

  it.each([
    ["1.234,50", "1234.5"],
    ["1 234,5", "1234.5"],
    ["1.234", "1234"],
    ["0,5", "0.5"],
  ])("%j with decimal comma is %s", (text, number) => {
    expect(coerceDecimal(text, COMMA)).toEqual({ ok: true, value: number });
  });

  it.each([
    ["4,5l4", "This number contains a letter. Did you mean 4514?", "4514"],
    ["1O0", "This number contains a letter. Did you mean 100?", "100"],
    ["l2O0", "This number contains letters. Did you mean 1200?", "1200"],
    ["12k", "“12k” is an abbreviation. Did you mean 12000?", "12000"],
    ["1.5 million", "“1.5 million” is an abbreviation. Did you mean 1500000?", "1500000"],
    ["1,5", "“1,5” has a decimal comma, but this column uses a decimal point.", "1.5"],
    ["n/a", "“n/a” is not a number. Leave the cell empty if there is none.", ""],
    ["abc", "“abc” is not a number.", undefined],
    ["12 34", "“12 34” is not a number.", undefined],
    ["1.2.3", "“1.2.3” is not a number.", undefined],
    ["--5", "“--5” is not a number.", undefined],
    ["5²", "“5²” is not a number.", undefined],
    ["1e999999999", "“1e999999999” is not a number.", undefined],
    ["9".repeat(500), `“${"9".repeat(39)}…” is not a number.`, undefined],
    ["=1+1", "“=1+1” is not a number.", undefined],
  ])("%j is refused: %s", (text, reason, suggestion) => {
    expect(coerceDecimal(text)).toEqual(
      suggestion === undefined ? { ok: false, reason } : { ok: false, reason, suggestion },
    );
  });

  it("takes what it suggests", () => {
    for (const [text, options] of [
      ["4,5l4", {}],
      ["1,5l", COMMA],
      ["1,5k", COMMA],
      ["1,5", {}],
    ] as const) {
      const read = coerceDecimal(text, options);
      if (read.ok || read.suggestion === undefined) expect.fail(`${text} has no suggestion`);
      expect(coerceDecimal(read.suggestion, options).ok).toBe(true);
    }
  });

  it("knows percent and empty cells", () => {
    expect(coerceDecimal("50 %", { percent: true })).toEqual({ ok: true, value: "50" });
    expect(coerceDecimal("50 %").ok).toBe(false);
    expect(coerceDecimal("  ")).toEqual({ ok: true, value: null });
  });

  it("reads back every decimal in both styles, grouped or not", () => {
    const groups = (digits: string, sign: string) => digits.replace(/\B(?=(\d{3})+$)/g, sign);
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: 0, max: 12 }), (digits, scale) => {
        const plain = formatDecimal({ digits, scale });
        const [, minus = "", whole = "", fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? [];
        const written = (decimal: string, group: string) =>
          `${minus}${groups(whole, group)}${fraction === undefined ? "" : decimal + fraction}`;
        expect(coerceDecimal(plain)).toEqual({ ok: true, value: plain });
        expect(coerceDecimal(written(".", ","))).toEqual({ ok: true, value: plain });
        expect(coerceDecimal(written(",", "."), COMMA)).toEqual({ ok: true, value: plain });
        expect(coerceDecimal(written(",", " "), COMMA)).toEqual({ ok: true, value: plain });
      }),
    );
  });
});

describe("coerceInteger", () => {
  it("takes whole numbers only, and none that a number cannot hold", () => {
    expect(coerceInteger("2,822")).toEqual({ ok: true, value: 2822 });
    expect(coerceInteger("12.0")).toEqual({ ok: true, value: 12 });
    expect(coerceInteger("12.5")).toEqual({ ok: false, reason: "“12.5” is not a whole number." });
    expect(coerceInteger("9007199254740993")).toEqual({
      ok: false,
      reason: "“9007199254740993” is too large.",
    });
    expect(coerceInteger("")).toEqual({ ok: true, value: null });
  });
});

describe("coerceNumber", () => {
  it.each([
    ["1.234,5", { style: { decimal: "," } }, 1234.5],
    ["1,234.50", {}, 1234.5],
    ["1,234.5000", {}, 1234.5],
    ["12 %", { percent: true }, 12],
    ["", {}, null],
  ] as const)("%j with %o is %d", (text, options, number) => {
    expect(coerceNumber(text, 2, options)).toEqual({ ok: true, value: number });
  });

  it("suggests the nearest one where there are more decimals, as the column writes it", () => {
    expect(coerceNumber("1234,5678", 2, COMMA)).toEqual({
      ok: false,
      reason: "“1234,5678” has more than 2 decimals.",
      suggestion: "1234,57",
    });
    expect(coerceNumber("12 %", 2).ok).toBe(false);
    expect(coerceNumber("a lot", 2)).toEqual({ ok: false, reason: "“a lot” is not a number." });
  });
});

describe("scaledHalfEven", () => {
  it("rounds halves to the even neighbour, on both sides of zero", () => {
    const rounded = (text: string) => scaledHalfEven(parseDecimal(text) ?? { digits: 0n, scale: 0 }, 0);
    expect(["0.5", "1.5", "2.5", "-0.5", "-1.5", "-2.5", "2.51", "-2.49"].map(rounded)).toEqual([
      0n,
      2n,
      2n,
      0n,
      -2n,
      -2n,
      3n,
      -2n,
    ]);
  });
});

describe("detectNumberStyle", () => {
  it.each([
    [["1,234.50", "1,000"], ".", false],
    [["1.234,50", "1.000"], ",", false],
    [["2,5", "1,234"], ",", false],
    [["0.123"], ".", false],
    [["0,123"], ",", false],
    [["1,234,567", "1,000"], ".", false],
    [["1.234.567"], ",", false],
    [["1,234", "2,000"], ".", true],
    [["1.234"], ".", true],
    [["€ 1.234,5"], ",", false],
    [["12", "abc", ""], ".", false],
    [[], ".", false],
  ])("of %j is a decimal %j, ambiguous %s", (samples, decimal, ambiguous) => {
    expect(detectNumberStyle(samples)).toEqual({ decimal, ambiguous });
  });

  it.each([
    [["1,234", "2,000"], ".", false],
    [["1.234"], ",", false],
    [["1,234", "1.234"], ".", false],
  ])("of whole numbers %j is a decimal %j, ambiguous %s", (samples, decimal, ambiguous) => {
    expect(detectNumberStyle(samples, true)).toEqual({ decimal, ambiguous });
  });
});
