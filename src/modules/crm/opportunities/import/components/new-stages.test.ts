import { expect, test } from "vitest";
import { inPlace, isUnclear, type NewStage, placesIn, probabilityOf } from "./new-stages";

const there = ["Lead", "Negotiation"].map((name) => ({ id: name, name }));
const made = (name: string, more: object = {}, given: NewStage["given"] = null) =>
  ({ text: name, given, choice: { do: "create", name, type: "open", ...more } }) as NewStage;

test("the list has the stages of the pipeline, which stay, and the new ones at their places", () => {
  const rows = inPlace(there, [made("Demo"), made("Sniffing")]);
  expect(rows.map(({ name }) => name)).toEqual(["Lead", "Demo", "Sniffing", "Negotiation"]);
  expect(rows.map((row) => "fixed" in row)).toEqual([true, false, false, true]);
});

test("an order is kept as the place among the new ones and the stage after each", () => {
  expect([...placesIn(["Sniffing", "Lead", "Negotiation", "Demo"], there)]).toEqual([
    ["Sniffing", { place: 0, before: "Lead" }],
    ["Demo", { place: 1, before: null }],
  ]);
});

test("a place is unclear where neither the name nor a person says it", () => {
  const places = [made("Demo"), made("3 Foo"), made("Sniffing"), made("Sniffing", { before: null })];
  expect(places.map(isUnclear)).toEqual([false, false, true, false]);
});

test("a probability that is given counts until a person types one or empties it", () => {
  const given = { value: 40, from: "the file" };
  expect(probabilityOf(made("Demo"))).toEqual({ value: null, from: null });
  expect(probabilityOf(made("Demo", {}, given))).toEqual(given);
  expect(probabilityOf(made("Demo", { values: { probability: 15 } }, given))).toEqual({ value: 15, from: null });
  expect(probabilityOf(made("Demo", { values: {} }, given))).toEqual({ value: null, from: null });
});
