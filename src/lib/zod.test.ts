import { describe, expect, it } from "vitest";
import { z } from "zod";
import { day, givenDay, givenMoney, instant, money } from "./zod";

describe("money", () => {
  it("is given in a currency that exists", () => {
    for (const currency of ["USD", "EUR", "JPY", "KWD"])
      expect(givenMoney.safeParse({ amount: 1, currency }).success).toBe(true);
    for (const currency of ["ZZZ", "usd", "US", "", "__proto__"]) {
      const refused = givenMoney.safeParse({ amount: 1, currency });
      expect(refused.error?.issues.map(({ path }) => path)).toEqual([["currency"]]);
    }
  });

  it("is shown in whatever currency it was stored", () => {
    expect(money.safeParse({ amount: 1, currency: "ZZZ" }).success).toBe(true);
  });
});

describe("a day", () => {
  it("is one that the database has, too", () => {
    for (const text of ["0001-01-01", "2024-02-29", "9999-12-31"]) expect(day.safeParse(text).success).toBe(true);
    for (const text of ["0000-01-01", "2026-02-29", "2026-2-1", "10000-01-01", ""])
      expect(day.safeParse(text).error?.issues.map(({ message }) => message)).toContain(
        "Type a date such as 2026-11-30.",
      );
  });
});

describe("a day that is given", () => {
  it("lies within the years that an import takes too", () => {
    for (const text of ["1900-01-01", "2199-12-31"]) expect(givenDay.safeParse(text).success).toBe(true);
    for (const text of ["1899-12-31", "2200-01-01", "0216-10-20"])
      expect(givenDay.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
        `The year ${Number(text.slice(0, 4))} is out of range. Use a date from 1900 to 2199.`,
      ]);
    for (const text of ["2026-02-30", "x"])
      expect(givenDay.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
        "Type a date such as 2026-11-30.",
      ]);
  });
});

describe("a value that its schema says nothing about", () => {
  const messagesOf = (schema: z.ZodType, value: unknown) =>
    schema.safeParse(value).error?.issues.map(({ message }) => message);

  it.each([
    [z.string(), undefined, "This is required."],
    [z.string().optional().nonoptional(), undefined, "This is required."],
    [z.string(), null, "This cannot be empty."],
    [z.object({ amount: z.int() }), null, "This cannot be empty."],
    [z.string(), 3, "Enter a text."],
    [z.int(), 1.5, "Enter a whole number."],
    [z.boolean(), "yes", "Enter true or false."],
    [z.int().min(1), 0, "Use a number of at least 1."],
    [z.number().max(100_000_000), 1e9, "Use a number of at most 100,000,000."],
    [z.string().max(1000), "x".repeat(1001), "Use at most 1,000 characters."],
    [z.array(z.int()).max(2), [1, 2, 3], "Enter at most 2 values."],
    [z.union([z.string(), z.boolean()]), {}, "This value is not allowed here."],
    [instant, "soon", "Give a time such as 2026-11-30T09:00:00Z."],
    [instant, "0000-01-01T00:00:00Z", "Give a time such as 2026-11-30T09:00:00Z."],
    [instant, "0001-01-01T00:00:00+01:00", "Give a time such as 2026-11-30T09:00:00Z."],
    [instant, "9999-12-31T23:00:00-02:00", "Give a time such as 2026-11-30T09:00:00Z."],
    [z.enum(["asc", "desc"]), "up", "Use one of: asc, desc."],
    [z.enum(["asc", "desc"]), null, "This cannot be empty."],
  ])("is told in words of ours (%#)", (schema, value, words) => {
    expect(messagesOf(schema, value)).toEqual([words]);
  });

  it("keeps the words of a schema that has some", () => {
    expect(messagesOf(z.string().min(1, "Type a name."), "")).toEqual(["Type a name."]);
  });
});
