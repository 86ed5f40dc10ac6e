import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { field } from "@/lib/fields/build";
import type { Field } from "@/lib/fields/field";
import type { ValueStep } from "@/lib/value-steps/steps";
import { partnersOf } from "@/test/sync-partners";
import type { FieldPair } from "../object.ts";
import type { RemoteField } from "../provider.ts";
import { stepsRefusal } from "./checked-steps.ts";
import { choice } from "./choices.ts";
import { integer, money, number } from "./numbers.ts";
import { longText, text } from "./texts.ts";
import { transformed } from "./transformed.ts";

const ours = (one: Field) => ({ name: "f", field: one });
const partners = partnersOf();
const pairs = {
  text: text(ours(field.text({ label: "City" })), "p"),
  required: text(ours(field.text({ label: "Name", required: true })), "p"),
  long: longText(ours(field.longText({ label: "Notes" })), "p", { cut: 65_536 }),
  whole: integer(ours(field.integer({ label: "Employees" })), "p"),
  number: number(ours(field.number({ label: "Hours", decimals: 2 })), "p"),
  money: money(ours(field.money({ label: "Revenue" })), { amount: "p", currency: "q" }),
  choice: choice(ours(field.choice({ label: "Tier", options: [{ value: "a", label: "A" }] })), "p"),
};
const trim: ValueStep = { kind: "trim" };
const lower: ValueStep = { kind: "case", to: "lower" };
const first: ValueStep = { kind: "split", by: ",", part: 1 };
const join: ValueStep = { kind: "join", by: " ", further: ["q"] };
const thousands: ValueStep = { kind: "unit", act: "multiply", by: "1000" };
const minutes: ValueStep = { kind: "unit", act: "divide", by: "60" };
const countries = (others: "leave" | "empty" | "problem"): ValueStep => ({
  kind: "lookup",
  pairs: [
    { ours: "Germany", theirs: "DE" },
    { ours: "Austria", theirs: "AT" },
  ],
  others,
});
const always = (value: string, way: "in" | "out"): ValueStep => ({ kind: "constant", value, way });

const came = (pair: FieldPair, steps: ValueStep[], p: string | null, q: string | null = null) =>
  transformed(pair, steps).toOurs({ p, q }, partners);
const left = (pair: FieldPair, steps: ValueStep[], value: Parameters<FieldPair["toTheirs"]>[0]) =>
  transformed(pair, steps).toTheirs(value, partners);

describe("values on their way", () => {
  it("are changed between the property and the field", () => {
    expect(came(pairs.text, [trim, lower], "  New   YORK ")).toEqual({ value: "new york" });
    expect(came(pairs.text, [first, countries("problem")], "DE, Berlin")).toEqual({ value: "Germany" });
    expect(came(pairs.text, [join], "Ana", "Ortiz")).toEqual({ value: "Ana Ortiz" });
    expect(came(pairs.whole, [thousands], "1.2345")).toEqual({ value: 1234 });
    expect(came(pairs.number, [minutes], "80")).toEqual({ value: 1.33 });
    expect(came(pairs.money, [thousands], "1.5", "eur")).toEqual({ value: { amount: 150_000, currency: "EUR" } });
    expect(left(pairs.text, [trim, countries("leave")], "Austria")).toEqual({ props: { p: "AT" } });
    expect(left(pairs.number, [minutes], 1.5)).toEqual({ props: { p: "90" } });
    expect(left(pairs.money, [thousands], { amount: 150_000, currency: "EUR" })).toEqual({
      props: { p: "1.5", q: "EUR" },
    });
  });

  it("stay within what the field takes, and say why they do not", () => {
    const words = (result: object) => ("blocked" in result ? (result.blocked as { words: string }).words : null);
    expect(words(came(pairs.text, [countries("problem")], "FR"))).toBe(
      "City: “FR” is not in the table of this field. Add it there.",
    );
    expect(words(came(pairs.whole, [thousands], "many"))).toContain("Employees: “many” is not a number");
    expect(
      words(came(pairs.text, [{ kind: "join", by: "", further: ["q"] }], "x".repeat(150), "y".repeat(60))),
    ).toContain("200");
    expect(words(came(pairs.required, [first], ", Berlin"))).toContain("cannot be empty");
    expect(words(came(pairs.whole, [thousands], "9".repeat(30)))).toContain("too large");
    expect(words(left(pairs.text, [countries("problem")], "France"))).toContain("“France”");
  });

  it("never go in the direction that a step took away", () => {
    for (const steps of [[first], [join], [always("x", "in")]]) {
      expect(transformed(pairs.text, steps).directions).toEqual(["in"]);
      expect(left(pairs.text, steps, "x")).toMatchObject({ blocked: { code: "unreadable" } });
    }
    expect(transformed(pairs.text, [always("x", "out")]).directions).toEqual(["out"]);
    expect(came(pairs.text, [always("x", "out")], "y")).toMatchObject({ blocked: { code: "unreadable" } });
    expect(transformed(pairs.text, [trim, lower]).directions).toEqual(["in", "out"]);
    expect(transformed(pairs.text, [trim, countries("leave")]).directions).toEqual(["in", "out", "both"]);
  });

  it("are compared with all properties that were joined, each once", () => {
    expect(transformed(pairs.text, [join]).remote).toEqual(["p", "q"]);
    expect(transformed(pairs.text, []).remote).toEqual(["p"]);
  });

  it("of 65,000 characters, of emoji and of nothing", () => {
    const long = "Ab  👍\n".repeat(9_000);
    const read = came(pairs.long, [trim], long);
    expect("value" in read || read.blocked.code === "tooLong").toBe(true);
    expect(left(pairs.long, [trim], long)).toEqual({ props: { p: "Ab 👍\n".repeat(9_000).trim() } });
    expect(came(pairs.text, [trim, countries("problem")], "   ")).toEqual({ value: null });
    expect(left(pairs.text, [trim, lower, countries("problem")], null)).toEqual({ props: { p: null } });
  });
});

const property = (name: string, type: RemoteField["type"], options: string[] = []): RemoteField => ({
  name,
  label: name.toUpperCase(),
  type,
  options: options.map((value) => ({ value, label: value })),
  isReadOnly: false,
  isRequired: false,
});
const described = [property("p", "text"), property("q", "text")];
const refusal = (pair: FieldPair, steps: ValueStep[], there = described) =>
  stepsRefusal({ pair, steps, described: there, partners });

describe("steps are refused", () => {
  it.each<[string, FieldPair, ValueStep[], RegExp]>([
    ["letters of a number", pairs.whole, [lower], /needs a text/],
    ["a unit of a text", pairs.text, [thousands], /needs a number/],
    ["steps of options", pairs.choice, [trim], /neither a text nor a number/],
    ["opposite directions", pairs.text, [first, always("x", "out")], /different directions/],
    ["a constant that is no number", pairs.whole, [always("many", "in")], /not a number/],
    ["a table whose side here is no number", pairs.whole, [{ ...countries("leave") }], /not a number/],
    ["a constant that is too long here", pairs.text, [always("x".repeat(201), "in")], /200 characters fit/],
    ["a property that is not there", pairs.text, [{ kind: "join", by: " ", further: ["z"] }], /no property “z”/],
    ["a property that is joined twice", pairs.text, [{ kind: "join", by: " ", further: ["q", "q"] }], /joined once/],
    ["itself to join", pairs.text, [{ kind: "join", by: " ", further: ["p"] }], /joined once/],
    ["a table whose value a later one refuses", pairs.text, [countries("problem"), countries("problem")], /not in the/],
  ])("%s", (_title, pair, steps, words) => {
    expect(refusal(pair, steps)).toMatch(words);
  });

  it("where the property there cannot hold the value", () => {
    const texts = [property("p", "choice", ["DE"])];
    expect(refusal(pairs.text, [countries("leave")], texts)).toContain("“AT” is no option of P there");
    expect(refusal(pairs.text, [always("x", "out")], [property("p", "number")])).toContain("not a number");
  });

  it("never where they fit", () => {
    expect(refusal(pairs.text, [trim, first, join, countries("leave"), lower])).toBeNull();
    expect(refusal(pairs.money, [thousands])).toBeNull();
    expect(refusal(pairs.whole, [always("7", "in")])).toBeNull();
    expect(refusal(pairs.text, [])).toBeNull();
  });
});

it("what goes there and comes back is ours, and the other way round as the service keeps it", () => {
  const back = (pair: FieldPair, value: Parameters<FieldPair["toTheirs"]>[0]) => {
    const sent = pair.toTheirs(value, partners);
    return "props" in sent ? pair.toOurs(sent.props, partners) : sent;
  };
  const again = (pair: FieldPair, p: string) => {
    const read = pair.toOurs({ p }, partners);
    const sent = "value" in read ? pair.toTheirs(read.value, partners) : read;
    return "props" in sent ? pair.asKept?.(sent.props) : sent;
  };
  const named = transformed(pairs.text, [trim, countries("problem")]);
  const measured = transformed(pairs.number, [thousands]);
  fc.assert(
    fc.property(fc.constantFrom("Germany", "Austria", null), (value) => {
      expect(back(named, value)).toEqual({ value });
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom("DE", " AT ", "DE "), (p) => {
      expect(again(named, p)).toEqual(pairs.text.asKept?.({ p }));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
      const value = cents / 100;
      expect(back(measured, value)).toEqual({ value: value === 0 ? 0 : value });
      expect(again(measured, `${cents}.00`)).toEqual(pairs.number.asKept?.({ p: `${cents}.00` }));
    }),
  );
});
