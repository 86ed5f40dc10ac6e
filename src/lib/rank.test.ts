import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rankBetween, ranksBetween } from "@/lib/rank";

describe("rankBetween", () => {
  test("starts anywhere, then goes before, after and between", () => {
    const first = rankBetween(null, null);
    const before = rankBetween(null, first);
    const after = rankBetween(first, null);
    const between = rankBetween(before, first);
    expect([after, between, first, before].toSorted()).toEqual([before, between, first, after]);
  });

  test("refuses equal bounds and what is no rank", () => {
    expect(() => rankBetween("a0", "a0")).toThrow();
    expect(() => rankBetween("", null)).toThrow();
    expect(() => rankBetween("!", null)).toThrow();
  });

  test("any run of insertions keeps byte order and never repeats a rank", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 200 }), (places) => {
        const ranks: string[] = [];
        for (const place of places) {
          const index = place % (ranks.length + 1);
          ranks.splice(index, 0, rankBetween(ranks[index - 1] ?? null, ranks[index] ?? null));
        }
        const byBytes = ranks.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(byBytes).toEqual(ranks);
        expect(new Set(ranks).size).toBe(ranks.length);
      }),
    );
  });
});

describe("ranksBetween", () => {
  test("gives n ascending ranks inside the bounds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (n) => {
        const [low, high] = ["a0", "a1"];
        const ranks = ranksBetween(low, high, n);
        const all = [low, ...ranks, high];
        expect(ranks).toHaveLength(n);
        expect(all.toSorted()).toEqual(all);
        expect(new Set(all).size).toBe(n + 2);
      }),
    );
  });

  test("refuses a number that counts nothing", () => {
    expect(() => ranksBetween(null, null, -1)).toThrow(RangeError);
    expect(() => ranksBetween(null, null, 1.5)).toThrow(RangeError);
  });
});
