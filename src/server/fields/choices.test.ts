import { describe, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { cellOf } from "@/lib/fields/choices";
import { changes } from "../events";
import { compare } from "../list-compare";
import type { ListField } from "../list-definition";
import { storedRulesOf } from "./kinds";

const options = ["a", "b", "c"].map((value) => ({ value, label: value.toUpperCase() }));
const kinds = field.choices({ label: "Kinds", options });
const stored = storedRulesOf(kinds);
const formats = { currency: "USD", locale: "en-US" };

describe("several choices", () => {
  test("are stored and answered in the order of the options, and as null without any", () => {
    expect(stored.write("kinds", kinds, ["c", "a"], formats)).toEqual({ kinds: ["a", "c"] });
    for (const empty of [null, []]) expect(stored.write("kinds", kinds, empty, formats)).toEqual({ kinds: null });
    const read = (value: unknown) => stored.read("kinds", kinds, { kinds: value });
    expect([read(["c", "gone", "a"]), read(["gone"]), read(null)]).toEqual([["a", "c"], null, null]);
  });

  test("of a file replace those of the record; an empty cell leaves them", () => {
    const taken = (row: object) => {
      const record: Record<string, unknown> = { kinds: ["a"] };
      stored.fromFile("kinds", kinds)(record, row as never, formats);
      return record;
    };
    expect(taken({ kinds: cellOf(["c", "b"]) })).toEqual({ kinds: ["b", "c"] });
    expect(taken({})).toEqual({ kinds: ["a"] });
  });

  test("that are the same are no change", () => {
    expect(changes({ kinds: ["a", "b"] }, { kinds: ["a", "b"] })).toBeNull();
    expect(changes({ kinds: ["a"] }, { kinds: ["a", "b"] })).toEqual({
      before: { kinds: ["a"] },
      after: { kinds: ["a", "b"] },
    });
  });
});

describe("a filter of several choices", () => {
  const list = stored.list("kinds", kinds) as ListField;
  const where = (op: string, value?: unknown) =>
    compare(list, { field: "kinds", op, value } as never, {} as never, "value");

  test.each([
    ["anyOf", ["a", "b"], { kinds: { in: ["a", "b"] } }],
    ["allOf", ["a", "b"], { AND: [{ kinds: "a" }, { kinds: "b" }] }],
    ["noneOf", ["a"], { NOT: { kinds: { in: ["a"] } } }],
    ["empty", undefined, { kinds: null }],
    ["notEmpty", undefined, { NOT: { kinds: null } }],
  ])("%s", (op, value, expected) => expect(where(op, value)).toEqual(expected));

  test.each(["is", "contains", "atLeast"])("refuses %s", (op) => {
    expect(() => where(op, "a")).toThrow("This comparison does not work with this field. Choose another one.");
  });

  test("a field of one value has no allOf", () => {
    const one: ListField = { kind: "enum", column: "kind" };
    expect(() => compare(one, { field: "kind", op: "allOf", value: ["a"] }, {} as never, "value")).toThrow();
  });
});

describe("a filter of numbers with decimals", () => {
  const share = field.number({ label: "Share" });
  const list = storedRulesOf(share).list("share", share) as ListField;
  const where = (value: unknown) =>
    compare(list, { field: "share", op: "atLeast", value } as never, {} as never, "value");

  test("compares them as they are", () => expect(where("12.5")).toEqual({ share: { gte: 12.5 } }));

  test.each([
    ["a lot", "Enter a number."],
    [1.1e15, "Use a number up to 1,000,000,000,000,000."],
  ])("refuses %s", (value, words) => {
    expect(() => where(value)).toThrow(
      expect.objectContaining({ details: { fields: [{ path: "value", message: words }] } }),
    );
  });
});
