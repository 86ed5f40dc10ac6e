import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coerceBoolean } from "./coerce-boolean";
import { coerceDate } from "./coerce-date";
import { coerceEmail } from "./coerce-email";
import { coerceEnum } from "./coerce-enum";
import { coerceMoney } from "./coerce-money";
import { coerceDecimal, coerceInteger } from "./coerce-number";
import { coerceText } from "./coerce-text";
import { guessKind } from "./guess-kind";

describe("coerceText", () => {
  it("keeps text as given, trimmed, on one line unless lines are wanted", () => {
    expect(coerceText("  a\r\n b ")).toEqual({ ok: true, value: "a b" });
    expect(coerceText("a\nb", { multiline: true })).toEqual({ ok: true, value: "a\nb" });
    expect(coerceText("=1+1")).toEqual({ ok: true, value: "=1+1" });
    expect(coerceText("'=1+1")).toEqual({ ok: true, value: "'=1+1" });
    expect(coerceText("'s Gravenhage")).toEqual({ ok: true, value: "'s Gravenhage" });
    expect(coerceText("  ")).toEqual({ ok: true, value: null });
  });

  it("says what does not fit", () => {
    expect(coerceText("x".repeat(5012), { maxLength: 500 })).toEqual({
      ok: false,
      reason: "This text has 5,012 characters; at most 500 are allowed. Shorten it.",
    });
    expect(coerceText("a\0b")).toMatchObject({ ok: false, suggestion: "ab" });
  });
});

describe("coerceBoolean", () => {
  it.each([
    ["Yes", true],
    ["TRUE", true],
    ["1", true],
    ["ja", true],
    ["x", true],
    ["no", false],
    ["0", false],
    ["Nein", false],
  ])("%s is %s", (text, expected) => expect(coerceBoolean(text)).toEqual({ ok: true, value: expected }));

  it("says what is neither", () => {
    expect(coerceBoolean("maybe")).toEqual({ ok: false, reason: "“maybe” is not a yes or no." });
    expect(coerceBoolean("")).toEqual({ ok: true, value: null });
  });
});

describe("coerceEmail", () => {
  it.each([
    ["ada@Example.COM", "ada@example.com"],
    ["Ada.L@example.com", "Ada.L@example.com"],
    ["Ada <ada@example.com>", "ada@example.com"],
    ["mailto:ada@example.com", "ada@example.com"],
  ])("%s is %s", (text, address) => expect(coerceEmail(text)).toEqual({ ok: true, value: address }));

  it.each([
    ["ada@example,com", "“ada@example,com” is not an e-mail address. Did you mean ada@example.com?", "ada@example.com"],
    [
      "ada (at) example.com",
      "“ada (at) example.com” is not an e-mail address. Did you mean ada@example.com?",
      "ada@example.com",
    ],
    [
      "ada@example.com.",
      "“ada@example.com.” is not an e-mail address. Did you mean ada@example.com?",
      "ada@example.com",
    ],
    [
      "ada@example.com; bo@example.com",
      "There are several addresses in this cell. Only one is allowed.",
      "ada@example.com",
    ],
    ["ada.example.com", "“ada.example.com” has no @ and is not an e-mail address.", undefined],
    ["ada", "“ada” is not an e-mail address.", undefined],
  ])("%s is refused: %s", (text, reason, suggestion) => {
    expect(coerceEmail(text)).toEqual(
      suggestion === undefined ? { ok: false, reason } : { ok: false, reason, suggestion },
    );
  });
});

describe("coerceEnum", () => {
  const choices = [
    { value: "telecom", label: "Telecommunications", synonyms: ["telco"] },
    { value: "energy", label: "Energy" },
  ] as const;

  it("finds a choice by value, label and synonym", () => {
    for (const text of ["telecom", "TELECOMMUNICATIONS ", "Telco"]) {
      expect(coerceEnum(text, choices)).toEqual({ ok: true, value: "telecom" });
    }
  });

  it("finds a choice by its label before another one by its value or synonym", () => {
    const others = [...choices, { value: "telco", label: "Energy supply" }, { value: "energy_2", label: "Telco" }];
    expect(coerceEnum("telco", others)).toEqual({ ok: true, value: "energy_2" });
    expect(coerceEnum("energy", others)).toEqual({ ok: true, value: "energy" });
  });

  it("suggests what is near, and names the choices when nothing is", () => {
    expect(coerceEnum("telecomunications", choices)).toEqual({
      ok: false,
      reason: "“telecomunications” is not among the choices. Did you mean Telecommunications?",
      suggestion: "Telecommunications",
      why: "differs by one letter",
    });
    expect(coerceEnum("telcoo", choices)).toMatchObject({
      suggestion: "Telecommunications",
      why: "is also called telco",
    });
    expect(coerceEnum("farming", choices)).toEqual({
      ok: false,
      reason: "“farming” is not among the choices: Telecommunications, Energy.",
    });
  });
});

describe("guessKind", () => {
  it.each([
    ["empty", ["", " "]],
    ["integer", ["1996", "2,822", ""]],
    ["decimal", ["1100.04", "251"]],
    ["money", ["$12", "$1,200.50"]],
    ["money", ["12 €", "1.200,50 €"]],
    ["date", ["2016-10-20", "2017-01-02"]],
    ["date", ["03/04/2017", "05/06/2017"]],
    ["integer", ["50 %", "10%"]],
    ["integer", ["12", "n/a", "-", "n/a"]],
    ["empty", ["n/a", "-"]],
    ["boolean", ["yes", "no"]],
    ["integer", ["0", "1"]],
    ["email", ["ada@example.com", "bo@example.com"]],
    ["url", ["https://example.com", "www.example.com/x"]],
    ["text", ["00123", "00456"]],
    ["text", ["1C1I7A6R", "Z063OYW0"]],
    ["text", ["Ada", "Bo", "7"]],
  ])("is %s for %j", (kind, samples) => {
    expect(guessKind(samples).kind).toBe(kind);
  });

  it("allows one cell in ten to differ", () => {
    expect(guessKind([...Array.from({ length: 9 }, () => "2016-10-20"), "soon"])).toEqual({ kind: "date", share: 0.9 });
  });
});

const COERCIONS: ((text: string) => { ok: boolean; reason?: string })[] = [
  coerceText,
  coerceInteger,
  coerceDecimal,
  coerceDate,
  coerceBoolean,
  coerceEmail,
  (text) => coerceMoney(text, { currency: "USD" }),
  (text) => coerceEnum(text, [{ value: "a", label: "A" }]),
  (text) => ({ ok: guessKind([text]).share > 0 }),
];

describe("any text at all", () => {
  it.each(["T", " ", "1", "a", "@", "a.", "1,", "$", "(", "'", "\n", "\u00a0 "])(
    "%j, 250,000 times, is answered before the test's time is up, as no pattern that steps back would",
    (piece) => {
      for (const text of [piece.repeat(250_000), `1${piece.repeat(250_000)}x`])
        for (const coerce of COERCIONS) expect(coerce(text)).toHaveProperty("ok");
    },
  );

  it("gets a value or a whole sentence, never an exception", () => {
    const near = fc.string({ unit: fc.constantFrom(..."0123456789.,-/:()$€%'eEklO \u00a0@TZ") });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), near), (text) => {
        for (const coerce of COERCIONS) {
          const read = coerce(text);
          if (!read.ok) expect(read.reason).toMatch(/[.?]$/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
