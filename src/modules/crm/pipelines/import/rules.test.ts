import { expect, test } from "vitest";
import { inSaleOrder, placesOfNew, stagePlaceOf, sureTypeOf } from "./rules";

/** The stages of a pipeline after an import, new ones with a plus. */
function board(there: readonly string[], made: readonly (string | { name: string; before: string | null })[]) {
  const stages = there.map((name) => ({ id: name, name }));
  const added = made.map((one) => (typeof one === "string" ? { name: one } : one));
  const places = placesOfNew(stages, added);
  const at = (place: number) => added.flatMap(({ name }, index) => (places[index] === place ? [`+${name}`] : []));
  return [...there.flatMap((name, place) => [...at(place), name]), ...at(there.length)];
}
const usual = ["Lead", "Qualified", "Proposal", "Negotiation"];

test.each<[string, readonly string[], Parameters<typeof board>[1], string[]]>([
  ["before the negotiation", usual, ["Demo"], ["Lead", "Qualified", "+Demo", "Proposal", "Negotiation"]],
  [
    "each at its place",
    usual,
    ["Prospecting", "Contract sent"],
    ["Lead", "+Prospecting", ...usual.slice(1), "+Contract sent"],
  ],
  ["behind one of its own step", ["Discovery", "Quote"], ["Demo"], ["Discovery", "+Demo", "Quote"]],
  [
    "in the order in which they come",
    usual,
    ["Demo", "Meeting"],
    ["Lead", "Qualified", "+Demo", "+Meeting", "Proposal", "Negotiation"],
  ],
  ["in the order that a person chose", usual, ["Contract sent", "Demo"], [...usual, "+Contract sent", "+Demo"]],
  ["in a pipeline in another order", ["Negotiation", "Lead"], ["Demo"], ["+Demo", "Negotiation", "Lead"]],
  ["behind stages that say nothing", ["Foo", "Bar"], ["Demo"], ["Foo", "Bar", "+Demo"]],
  ["by numbers where both have them", ["1 Foo", "3 Bar"], ["2 Baz"], ["1 Foo", "+2 Baz", "3 Bar"]],
  [
    "by words where only new ones have numbers",
    usual,
    ["02 Demo"],
    ["Lead", "Qualified", "+02 Demo", "Proposal", "Negotiation"],
  ],
  [
    "alone before the negotiation, if their names say nothing",
    usual,
    ["Sniffing"],
    ["Lead", "Qualified", "Proposal", "+Sniffing", "Negotiation"],
  ],
  [
    "beside the new one before them",
    usual,
    ["Demo", "Sniffing"],
    ["Lead", "Qualified", "+Demo", "+Sniffing", "Proposal", "Negotiation"],
  ],
  [
    "beside the new one after them",
    usual,
    ["Sniffing", "Demo"],
    ["Lead", "Qualified", "+Sniffing", "+Demo", "Proposal", "Negotiation"],
  ],
  ["last without a negotiation", ["Foo"], ["Sniffing"], ["Foo", "+Sniffing"]],
  ["in an empty pipeline", [], ["Demo", "Sniffing"], ["+Demo", "+Sniffing"]],
  ["where a person put them", usual, [{ name: "Demo", before: "Lead" }], ["+Demo", ...usual]],
  ["behind all where a person put them", usual, [{ name: "Demo", before: null }], [...usual, "+Demo"]],
  [
    "by their names, if the stage before which they were put is gone",
    usual,
    [{ name: "Demo", before: "Gone" }],
    ["Lead", "Qualified", "+Demo", "Proposal", "Negotiation"],
  ],
])("new stages stand %s", (_case, there, made, wanted) => {
  expect(board(there, made)).toEqual(wanted);
});

test.each([
  ["Demo", 4],
  ["07 Anything", 7],
  ["Sniffing", null],
  ["10% Lead", 0],
  ["25 % sure", null],
])("the place of %s is %s", (name, place) => {
  expect(stagePlaceOf(name)).toBe(place);
});

test("new stages of a pipeline follow each other as in a sale", () => {
  expect(inSaleOrder(["Contract", "Sniffing", "Lead", "Foo", "Demo"])).toEqual([
    ...["Lead", "Foo", "Demo", "Contract", "Sniffing"],
  ]);
  expect(inSaleOrder(["3 Baz", "1 Foo", "2 Bar"])).toEqual(["1 Foo", "2 Bar", "3 Baz"]);
});

test("a single number is no place", () => {
  expect(inSaleOrder(["Closing", "30 day trial", "Lead"])).toEqual(["Lead", "30 day trial", "Closing"]);
});

test.each([
  ["Won", "won"],
  ["closed-lost ", "lost"],
  ["Gewonnen", "won"],
  ["Demo", "open"],
  ["Not signed yet", null],
  ["Signed NDA", null],
  ["Dead lead revival", null],
  ["No longer lost", null],
])("the type of %s is %s", (name, type) => expect(sureTypeOf(name)).toBe(type));
