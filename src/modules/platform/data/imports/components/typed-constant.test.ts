import { expect, test } from "vitest";
import { constantText, typedConstant } from "./typed-constant";

const german = { locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin" };
const english = { locale: "en-US", currency: "USD", timeZone: "UTC" };

test("the value of all rows is read in the workspace's format, and kept in one form", () => {
  expect(typedConstant("decimal", " 1.234,5 ", german)).toEqual({ text: "1234.5" });
  expect(typedConstant("integer", "12,5 %", german)).toEqual({ text: "12.5%" });
  expect(typedConstant("money", "1.234,5", german)).toEqual({ text: "1234.50" });
  expect(typedConstant("money", "12,50 USD", german)).toEqual({ text: "12.50 USD" });
  expect(typedConstant("money", "1,234.5", english)).toEqual({ text: "1234.50" });
  expect(typedConstant("day", "31.12.2026", german)).toEqual({ text: "2026-12-31" });
  expect(typedConstant("duration", "1,5h", german)).toEqual({ text: "1,5h" });
  expect(typedConstant("text", "1,5", german)).toEqual({ text: "1,5" });
});

test("what fits no number, amount or day is refused at once", () => {
  for (const kind of ["decimal", "money", "day"])
    expect(typedConstant(kind, "soon-ish", german)).toHaveProperty("problem");
  expect(typedConstant("decimal", "12.5", german)).toEqual({
    problem: expect.stringContaining("12,5"),
  });
});

test("people read it in their format", () => {
  expect(constantText("money", "1234.50 USD", "de-DE")).toBe("1234,5 USD");
  expect(constantText("decimal", "12.5%", "de-DE")).toBe("12,5%");
  expect(constantText("decimal", "12.5", "en-US")).toBe("12.5");
  expect(constantText("text", "12.5", "de-DE")).toBe("12.5");
});
