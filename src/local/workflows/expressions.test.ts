import { describe, expect, it } from "vitest";
import { flawOf, holds, keyOf } from "./expressions";

const event = {
  name: "opportunity/moved",
  ts: 5,
  data: { id: "a", n: 5, part: { p: 1 }, nothing: null, list: [{ a: 1 }] },
};

describe("an expression", () => {
  it.each([
    ["event.data.id == 'a'", true],
    ["event.data.n == 5", true],
    ["event.data.n == 5.0 && event.data.n > 4.5", true],
    ["event.data.id == async.data.id", true],
    ["event.data['id'] == 'a'", true],
    ["event.data.missing == null", true],
    ["event.data.missing.deeper == null", true],
    ["event.data.nothing.deeper == null", true],
    ["event.data.missing == 'a'", false],
    ["event.data.missing > 5", false],
    ["event.data.missing > 5 || event.data.id == 'a'", true],
    ["has(event.data.id) && !has(event.data.missing)", true],
    ["event.data.id in ['a', 'b']", true],
    ["event.data.id.startsWith('a')", true],
    ["event.data.missing.startsWith('a')", false],
    ["event.data.list.exists(one, one.a == event.data.part.p)", true],
    ["event.data.id == 5", false],
    ["event.data.id", false],
  ])("%s is %s", (text, expected) => {
    expect(holds(text, { event, async: { data: { id: "a" } } })).toBe(expected);
  });

  it("knows no later event where there is none", () => {
    expect(holds("async.data.id == null", { event })).toBe(true);
  });

  it("makes keys that differ as the values do", () => {
    expect(keyOf("event.data.id", { event })).toBe('"a"');
    expect(keyOf("event.data.n", { event })).toBe("5");
    expect(keyOf("event.data.id + '-' + string(event.data.n)", { event })).toBe('"a-5"');
    expect(keyOf("event.data.missing", { event })).toBe("null");
    const long = (end: string) => keyOf("event.data.id", { event: { data: { id: "x".repeat(5_000) + end } } });
    expect(long("a")).toMatch(/^[0-9a-f]{64}$/);
    expect(long("a")).not.toBe(long("b"));
  });

  it("tells what cannot be read", () => {
    expect(flawOf("event.data.id == ")).toBeTypeOf("string");
    expect(flawOf("elsewhere == 1")).toBeTypeOf("string");
    expect(flawOf("event.data.id == 'a'")).toBeUndefined();
  });
});
