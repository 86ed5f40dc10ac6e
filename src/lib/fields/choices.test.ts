import { describe, expect, test } from "vitest";
import { coerceChoices } from "@/lib/coerce/coerce-choices";
import { field } from "./build";
import { inOrder, maxChoices, valuesIn } from "./choices";
import { filledOf, rulesOf } from "./kinds";

const options = [
  { value: "nordics", label: "Nordics", color: "blue" },
  { value: "dach", label: "Germany, Austria, Switzerland", synonyms: ["DACH"] },
  { value: "uk", label: "United Kingdom", archived: true },
] as const;
const regions = field.choices({ label: "Regions", options });
const needed = field.choices({ label: "Regions", required: true, options });
const many = Array.from({ length: maxChoices + 1 }, (_, place) => ({ value: `v${place}`, label: `Value ${place}` }));

describe("several choices", () => {
  test("stand in the order of the options, each once", () => {
    expect(filledOf(regions).parse(["uk", "nordics", "uk"])).toEqual(["nordics", "uk"]);
    expect(inOrder(options, ["dach", "nordics"])).toEqual(["nordics", "dach"]);
  });

  test("are none where no value is there, or the option of none is left", () => {
    expect([inOrder(options, null), inOrder(options, []), inOrder(options, ["gone"])]).toEqual([null, null, null]);
  });

  test.each([
    [regions, ["nordics", "mars"], "Choose values from the list."],
    [needed, [], "Choose at least one."],
    [field.choices({ label: "Many", options: many }), many.map(({ value }) => value), "Choose at most 100."],
  ])("are refused where they do not fit", (of, given, words) => {
    expect(filledOf(of).safeParse(given).error?.issues[0]?.message).toBe(words);
  });

  test("may be empty where none is needed", () => expect(filledOf(regions).parse([])).toEqual([]));

  test("are a column of their own in files and timelines", () => {
    expect(rulesOf(regions).columns("regions", regions)).toEqual({
      regions: { label: "Regions", kind: "choices", options },
    });
  });
});

describe("a cell of several choices", () => {
  test.each([
    ["Nordics; United Kingdom", ["nordics", "uk"]],
    ["united kingdom, nordics", ["nordics", "uk"]],
    ["uk\nnordics", ["nordics", "uk"]],
    ["DACH", ["dach"]],
    ["Germany, Austria, Switzerland; uk", ["dach", "uk"]],
    ["uk; UK; ", ["uk"]],
    ["Nordics ::: * myContacts", ["nordics"]],
  ])("%j names %j", (text, values) => {
    const read = coerceChoices(text, options);
    expect(read.ok && read.value !== null ? valuesIn(read.value) : read).toEqual(values);
  });

  test("that is empty names none", () => {
    expect(coerceChoices(" ; ", options)).toEqual({ ok: true, value: null });
    expect(coerceChoices("* myContacts ::: * starred", options)).toEqual({ ok: true, value: null });
  });

  test("with a misspelt one is suggested whole", () => {
    expect(coerceChoices("Nordcs, uk", options)).toEqual({
      ok: false,
      reason: "“Nordcs” is not among the choices. Did you mean Nordics?",
      suggestion: "Nordics; uk",
    });
  });

  test("with one that resembles none has no suggestion", () => {
    expect(coerceChoices("Mars", [])).toEqual({
      ok: false,
      reason: "“Mars” is not among the choices. There are none yet.",
    });
    expect(coerceChoices("Nordics; Mars", options)).toEqual({
      ok: false,
      reason: "“Mars” is not among the choices: Nordics, Germany, Austria, Switzerland.",
    });
  });

  test("with more than a field takes is refused", () => {
    const text = many.map(({ value }) => value).join(";");
    expect(coerceChoices(text, many)).toMatchObject({ reason: "This cell holds 101 values; at most 100 are allowed." });
  });
});
