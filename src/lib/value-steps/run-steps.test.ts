import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepsIn, stepsOut } from "./run-steps.ts";
import { type ValueStep, valueStep, valueSteps, waysOf } from "./steps.ts";

const place = { property: "p", isWhole: false };
const into = (step: ValueStep | ValueStep[], text: string | null, more: Record<string, string | null> = {}) => {
  const done = stepsIn([step].flat(), { p: text, ...more }, place);
  return "problem" in done ? done : done.text;
};
const out = (step: ValueStep | ValueStep[], text: string | null) => {
  const done = stepsOut([step].flat(), text);
  return "problem" in done ? done : done.text;
};

const trim: ValueStep = { kind: "trim" };
const table = (others: "leave" | "empty" | "problem" = "leave"): ValueStep => ({
  kind: "lookup",
  pairs: [
    { ours: "Germany", theirs: "DE" },
    { ours: "Austria", theirs: "AT" },
    { ours: "Germany", theirs: "GER" },
  ],
  others,
});
const unit = (act: "multiply" | "divide", by: string): ValueStep => ({ kind: "unit", act, by });
const cased = (to: "lower" | "upper" | "title"): ValueStep => ({ kind: "case", to });
const split = (by: string, part: number | "last"): ValueStep => ({ kind: "split", by, part });

describe("each step", () => {
  it("leaves nothing as nothing", () => {
    const steps = [trim, cased("title"), split(",", 1), table("problem"), unit("multiply", "1000")];
    for (const step of steps) for (const empty of [null, ""]) expect(into(step, empty)).toBeNull();
    for (const step of [trim, cased("upper"), table("problem"), unit("divide", "60")]) expect(out(step, "")).toBeNull();
  });

  it("trims, and keeps lines and letters", () => {
    expect(into(trim, "  Alder \t\u00a0 Ports  ")).toBe("Alder Ports");
    expect(out(trim, " one  two \n\n  three ")).toBe("one two\n\nthree");
    expect(into(trim, " \t ")).toBeNull();
    expect(into(trim, "  👩‍👩‍👧  x  ")).toBe("👩‍👩‍👧 x");
  });

  it("changes the case by words", () => {
    expect(into(cased("title"), "ÉLAN o’BRIEN smith-jones 2nd élan")).toBe("Élan O’brien Smith-Jones 2nd Élan");
    expect(into(cased("upper"), "straße 👍")).toBe("STRASSE 👍");
    expect(out(cased("lower"), "ÀÉ")).toBe("àé");
    expect(into(cased("title"), "𐐨B")).toBe("𐐀b");
  });

  it("takes a part by its place", () => {
    expect(into(split(",", 1), "Berlin , DE")).toBe("Berlin");
    expect(into(split(",", "last"), "Berlin, Mitte, DE")).toBe("DE");
    expect(into(split(",", 2), "no separator")).toBeNull();
    expect(into(split("/", 1), "no separator")).toBe("no separator");
    expect(into(split(".*", 2), "a.*b")).toBe("b");
    expect(into(split("👍", 2), "a👍b")).toBe("b");
  });

  it("joins what is filled", () => {
    const join: ValueStep = { kind: "join", by: " ", further: ["q", "r"] };
    expect(into(join, "Ana", { q: "Maria", r: "Ortiz" })).toBe("Ana Maria Ortiz");
    expect(into(join, null, { q: null, r: "Ortiz" })).toBe("Ortiz");
    expect(into(join, null)).toBeNull();
    expect(out(join, "Ana Ortiz")).toEqual({ problem: expect.any(String) });
  });

  it("looks up both ways, and treats others as it was told", () => {
    expect([into(table(), "DE"), into(table(), "GER"), out(table(), "Germany")]).toEqual(["Germany", "Germany", "DE"]);
    expect([into(table("leave"), "FR"), into(table("empty"), "FR")]).toEqual(["FR", null]);
    expect(into(table("problem"), "FR")).toEqual({ problem: expect.stringContaining("“FR” is not in the table") });
    expect(out(table("problem"), "__proto__")).toEqual({ problem: expect.any(String) });
  });

  it("sets one value on one side alone", () => {
    const step: ValueStep = { kind: "constant", value: "HubSpot", way: "in" };
    expect([into(step, "anything"), out(step, "ours"), into(step, null)]).toEqual(["HubSpot", "ours", null]);
  });

  it("converts exactly, and rounds halves to the even neighbour", () => {
    expect(into(unit("multiply", "1000"), "1.2345")).toBe("1234.5");
    expect(out(unit("multiply", "1000"), "1234.5")).toBe("1.2345");
    expect(into(unit("divide", "100"), "1999")).toBe("19.99");
    expect(into(unit("divide", "60"), "80")).toBe("1.3333333333");
    expect(into(unit("multiply", "0.1"), "0.2")).toBe("0.02");
    const whole = (text: string, step: ValueStep) => stepsIn([step], { p: text }, { property: "p", isWhole: true });
    expect([whole("30", unit("divide", "60")), whole("90", unit("divide", "60"))]).toEqual([
      { text: "0" },
      { text: "2" },
    ]);
    expect(whole("2.5", unit("multiply", "1"))).toEqual({ text: "2" });
  });

  it("says why a unit has nothing to convert", () => {
    expect(into(unit("multiply", "60"), "many")).toEqual({ problem: expect.stringContaining("not a number") });
    expect(into(unit("multiply", "60"), "9".repeat(70))).toEqual({ problem: expect.any(String) });
    expect(into(unit("divide", "3"), "9".repeat(59))).toBe("3".repeat(59));
  });

  it("goes through 65,000 characters", () => {
    const long = "a  B,".repeat(13_000);
    const steps = [trim, cased("title"), split(";", 1), table("leave")];
    expect(into(steps, long)).toContain("A B,");
    expect(into(trim, " ".repeat(65_000))).toBeNull();
    expect(into(trim, " \n".repeat(32_500))).toBeNull();
  });
});

it("steps run in their order, and backwards on the way out", () => {
  const steps = [trim, table("problem")];
  expect([into(steps, "  DE "), out(steps, "Austria")]).toEqual(["Germany", "AT"]);
});

it("what cannot be turned around takes directions away", () => {
  expect(waysOf([trim, table(), unit("divide", "60")])).toEqual(["in", "out", "both"]);
  expect(waysOf([trim, cased("lower")])).toEqual(["in", "out"]);
  expect(waysOf([split(",", 1), cased("lower")])).toEqual(["in"]);
  expect(waysOf([{ kind: "constant", value: "x", way: "out" }])).toEqual(["out"]);
  expect(waysOf([split(",", 1), { kind: "constant", value: "x", way: "out" }])).toEqual([]);
});

it("a factor is a plain number above zero, and a list has at most five steps", () => {
  const isGood = (by: string) => valueStep.safeParse(unit("multiply", by)).success;
  expect(["1000", "0.01", "60"].map(isGood)).toEqual([true, true, true]);
  expect(["0", "-1", "", "x", "1e9", "0.000", "9".repeat(31)].map(isGood)).toEqual(Array(7).fill(false));
  expect(valueSteps.safeParse(Array(6).fill(trim)).success).toBe(false);
  expect(valueStep.safeParse({ kind: "lookup", pairs: [], others: "leave" }).success).toBe(false);
});

const texts = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom("DE", "AT", "Germany", "FR", "", " ", "a  b ", "\u0000"),
);
const oneToOne: ValueStep = {
  kind: "lookup",
  pairs: [
    { ours: "Germany", theirs: "DE" },
    { ours: "Austria", theirs: "AT" },
  ],
  others: "problem",
};
const number = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, scale]) => (scale === 0 ? `${digits}` : `${digits}.${"1234".slice(0, scale)}`));

it("what is turned around comes back as it left", () => {
  fc.assert(
    fc.property(fc.constantFrom("DE", "AT", null), (theirs) => {
      const ours = into(oneToOne, theirs);
      expect(out(oneToOne, ours as string | null)).toBe(theirs);
    }),
  );
  fc.assert(
    fc.property(number, fc.constantFrom("10", "100", "1000", "0.5", "8"), (theirs, by) => {
      const plain = into(unit("multiply", "1"), theirs);
      for (const act of ["multiply", "divide"] as const)
        expect(out(unit(act, by), into(unit(act, by), theirs) as string)).toBe(plain);
    }),
  );
});

it("a second time changes nothing more, whatever the text", () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(trim, cased("lower"), cased("upper"), split(",", 1)), (text, step) => {
      const once = into(step, text) as string | null;
      expect(into(step, once)).toBe(once);
    }),
  );
});
