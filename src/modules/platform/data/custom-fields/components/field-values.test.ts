import { expect, test } from "vitest";
import { settingsFrom, startOf } from "./field-values";
import { withLines } from "./options-field";

const start = startOf(undefined, null, "CHF");

test("pasted lines become options; empty lines and known labels are passed over", () => {
  const known = [{ value: "gold", label: "Gold" }];
  expect(withLines(known, "\nSilver\r\n gold \n\nGöld\n").map(({ value, label }) => [value, label])).toEqual([
    ["gold", "Gold"],
    ["silver", "Silver"],
    ["gold_2", "Göld"],
  ]);
});

test("only the limits of the kind are sent, and an option that is still typed counts", () => {
  const settings = { ...start.settings, min: 1, max: 9, maxLength: 30, inForm: false };
  expect(settingsFrom({ ...start, kind: "number", settings })).toEqual({ min: 1, max: 9, inForm: false });
  expect(settingsFrom({ ...start, kind: "text", settings })).toEqual({ maxLength: 30, inForm: false });
  const choice = settingsFrom({ ...start, kind: "choice", adding: "Bronze" });
  expect(choice.options?.map(({ label }) => label)).toEqual(["Bronze"]);
});

test("the largest amount is sent in minor units", () => {
  const settings = { ...start.settings, max: { amount: 120_000, currency: "CHF" } };
  expect(settingsFrom({ ...start, kind: "money", settings })).toEqual({ max: 120_000 });
});
