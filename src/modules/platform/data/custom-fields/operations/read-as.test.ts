import { expect, test } from "vitest";
import type { CustomField, CustomKind } from "@/lib/fields/custom";
import { readerFor } from "./read-as";

const german = { locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin" };
const english = { ...german, locale: "en-US" };

function reader(from: CustomKind, kind: CustomKind, at = german) {
  const to = { key: "k", label: "K", kind, help: null, section: null, settings: { decimals: 3 } } as CustomField;
  return readerFor({ from: { kind: from }, to }, at, new Map());
}

test("texts that people typed hold numbers in the workspace's format, or as programs write them", () => {
  const texts = ["1.234,5", "12,5", "1.234", "12.5", "soon"];
  expect(texts.map(reader("text", "number"))).toEqual([1234.5, 12.5, 1234, 12.5, null]);
  expect(reader("longText", "percent")("12,5 %")).toBe(12.5);
  expect(reader("text", "money")("1.234,5")).toEqual({ amount: 123_450, currency: "EUR" });
  expect(texts.map(reader("text", "number", english))).toEqual([null, null, 1.234, 12.5, null]);
});

test("values that are numbers already are never read as typed ones", () => {
  expect(reader("percent", "number")("1.234%")).toBe(null);
  expect(reader("money", "number")("1.234")).toBe(1.234);
});
