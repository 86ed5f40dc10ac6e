import { describe, expect, test } from "vitest";
import { field } from "./build";
import { filledOf, rulesOf } from "./kinds";

const said = (of: Parameters<typeof field.number>[0], value: unknown) =>
  filledOf(field.number(of)).safeParse(value).error?.issues[0]?.message ?? null;

test.each([
  [-1, "Use a duration of at least 0m (0 minutes)."],
  [1e9, "Use a duration of at most 10950d (5,256,000 minutes)."],
  [1.5, "Give a duration as a whole number of minutes."],
  ["1h", "Give a duration as a whole number of minutes."],
])("%s is no duration", (value, words) => {
  const effort = field.duration({ label: "Effort" });
  expect(filledOf(effort).safeParse(value).error?.issues[0]?.message).toBe(words);
});

describe("a number", () => {
  test.each([0, -0.5, 12.34, 1e15, -1e15])("may be %d", (value) => expect(said({ label: "Size" }, value)).toBeNull());

  test.each([
    [1.234, {}, "Use at most 2 decimals."],
    [1e-7, { decimals: 6 }, "Use at most 6 decimals."],
    [1.25, { decimals: 1 }, "Use at most 1 decimal."],
    [1.5, { decimals: 0 }, "Use a whole number."],
    [5e-324, {}, "Use at most 2 decimals."],
    [1.1e15, {}, "Use a number up to 1,000,000,000,000,000."],
    [-1.1e15, {}, "Use a number from -1,000,000,000,000,000."],
    [-0.5, { min: 0 }, "Use a number from 0."],
    [2.75, { max: 2.5 }, "Use a number up to 2.5."],
    [Number.NaN, {}, "Enter a number."],
    [Number.POSITIVE_INFINITY, {}, "Enter a number."],
    ["12", {}, "Enter a number."],
  ])("is not %s with %o: %s", (value, options, words) => {
    expect(said({ label: "Size", ...options }, value)).toBe(words);
  });

  test("of per cent is one in files too", () => {
    const share = field.number({ label: "Share", unit: "%", decimals: 1 });
    expect(rulesOf(share).columns("share", share)).toEqual({
      share: { label: "Share", kind: "decimal", decimals: 1, percent: true },
    });
    const size = field.number({ label: "Size" });
    expect(rulesOf(size).columns("size", size)).toEqual({ size: { label: "Size", kind: "decimal", decimals: 2 } });
  });
});
