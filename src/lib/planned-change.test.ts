import { expect, test } from "vitest";
import { field } from "./fields/build";
import type { Fields } from "./fields/field";
import { changesOf, type FieldChange, plannedChange } from "./planned-change";

const fields = {
  name: field.text({ label: "Name", required: true }),
  count: field.integer({ label: "Count" }),
  rate: field.number({ label: "Rate", decimals: 2 }),
  price: field.money({ label: "Price" }),
  since: field.date({ label: "Since" }),
  at: field.instant({ label: "At" }),
  colours: field.choices({
    label: "Colours",
    options: [
      { value: "red", label: "Red" },
      { value: "blue", label: "Blue" },
    ],
  }),
  owner: field.member({ label: "Owner" }),
  made: field.date({ label: "Made", computed: true }),
} as unknown as Fields;

const record = {
  name: "Alder",
  count: 7,
  rate: 1.15,
  price: { amount: 1_005, currency: "EUR" },
  since: "2026-01-31",
  at: "2026-03-28T08:30:00.000Z",
  colours: ["red"],
  owner: { id: "a", name: "Ada", placeholder: false },
  custom: { region: "north" },
};
const plan = (change: FieldChange, of: object = record, zone = "Europe/Berlin") =>
  plannedChange(fields, change, of as never, zone);

test.each<[FieldChange, unknown, unknown]>([
  [{ type: "set", field: "name", value: "Brook" }, { name: "Brook" }, { name: "Alder" }],
  [{ type: "set", field: "owner", value: "b" }, { ownerId: "b" }, { ownerId: "a" }],
  [{ type: "clear", field: "count" }, { count: null }, { count: 7 }],
  [{ type: "add", field: "colours", values: ["blue", "red"] }, { colours: ["red", "blue"] }, { colours: ["red"] }],
  [{ type: "remove", field: "colours", values: ["red"] }, { colours: null }, { colours: ["red"] }],
  [{ type: "shift", field: "since", days: 30 }, { since: "2026-03-02" }, { since: "2026-01-31" }],
  [{ type: "percent", field: "count", percent: 10 }, { count: 8 }, { count: 7 }],
  [{ type: "percent", field: "rate", percent: -50 }, { rate: 0.58 }, { rate: 1.15 }],
  [
    { type: "percent", field: "price", percent: 10 },
    { price: { amount: 1_106, currency: "EUR" } },
    { price: record.price },
  ],
])("%j plans the edit and the edit that undoes it", (change, patch, before) => {
  expect(plan(change)).toEqual({ patch, before });
});

test("a time keeps its place on the clocks of the workspace across a change of them", () => {
  expect(plan({ type: "shift", field: "at", days: 1 })).toMatchObject({ patch: { at: "2026-03-29T07:30:00.000Z" } });
  expect(plan({ type: "shift", field: "at", days: 1 }, record, "UTC")).toMatchObject({
    patch: { at: "2026-03-29T08:30:00.000Z" },
  });
});

test("nothing is planned where nothing would change", () => {
  expect(plan({ type: "set", field: "count", value: 7 })).toEqual({ skip: "It already has this value." });
  expect(plan({ type: "add", field: "colours", values: ["red"] })).toEqual({ skip: "It already has this value." });
  expect(plan({ type: "remove", field: "colours", values: ["blue"] })).toEqual({ skip: "It already has this value." });
  const empty = { ...record, count: null, since: null, colours: null };
  expect(plan({ type: "clear", field: "count" }, empty)).toEqual({ skip: "It is already empty." });
  expect(plan({ type: "shift", field: "since", days: 1 }, empty)).toEqual({ skip: "It has no value to change." });
  expect(plan({ type: "set", field: "gone", value: 1 })).toEqual({ skip: "This field no longer exists." });
});

test("fields offer the changes that fit their kind", () => {
  const of = (name: string) => changesOf(fields[name] as never);
  expect(of("name")).toEqual(["set"]);
  expect(of("price")).toEqual(["set", "percent", "clear"]);
  expect(of("since")).toEqual(["set", "shift", "clear"]);
  expect(of("colours")).toEqual(["set", "add", "remove", "clear"]);
  expect(of("made")).toEqual([]);
});
