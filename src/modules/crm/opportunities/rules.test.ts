import { describe, expect, test } from "vitest";
import { ageInDays, lineTotalMinor, nextStep, rankInGap, rotLevel, weightedMinor, winRate } from "./rules";

describe("weighted amounts", () => {
  test.each([
    [5, 10, 0],
    [15, 10, 2],
    [25, 10, 2],
    [35, 10, 4],
    [-15, 10, -2],
    [-25, 10, -2],
    [1, 50, 0],
    [3, 50, 2],
    [101, 50, 50],
    [103, 50, 52],
    [999, 33, 330],
    [1_000_000, 0, 0],
    [1_000_001, 100, 1_000_001],
    [1e15, 99, 99e13],
  ])("%d at %d %% is %d, half to even", (amount, percent, expected) => {
    expect(weightedMinor(amount, percent)).toBe(expected);
    expect(weightedMinor(BigInt(amount), percent)).toBe(expected);
  });
});

test.each([
  [0.5, 5, 2],
  [1.5, 5, 8],
  [0.001, 500, 0],
  [0.001, 1500, 2],
  [2.675, 1000, 2675],
  [1.1, 3, 3],
  [3, -5, -15],
])("%d × %d is %d", (quantity, price, expected) => {
  expect(lineTotalMinor(quantity, price)).toBe(BigInt(expected));
});

describe("rot", () => {
  const now = new Date("2026-03-10T12:00:00Z");
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  test.each([
    [10, 10, "none"],
    [11, 10, "due"],
    [20, 10, "due"],
    [21, 10, "over"],
    [500, null, "none"],
  ] as const)("%d days untouched with a limit of %s: %s", (days, limit, level) => {
    expect(rotLevel(ago(days), limit, now)).toBe(level);
  });
  test("an unknown touch does not rot, and has no age", () => {
    expect(rotLevel(null, 1, now)).toBe("none");
    expect(ageInDays(null, now)).toBeNull();
    expect(ageInDays(ago(2.9).toISOString(), now)).toBe(2);
    expect(ageInDays(ago(-1), now)).toBe(0);
  });
});

test("a win rate is told from the first decision on", () => {
  expect([winRate(0, 0), winRate(0, 4), winRate(2, 1), winRate(3, 0)]).toEqual([null, 0, 67, 100]);
});

test("a rank lies in its gap at every attempt and by every chance", () => {
  const gaps: [string | null, string | null][] = [
    [null, null],
    ["a0", null],
    [null, "a0"],
    ["a0", "a1"],
    ["a0V", "a0W"],
  ];
  for (const [lower, upper] of gaps)
    for (const attempt of [1, 2, 4])
      for (const random of [0, 0.37, 0.999999]) {
        const rank = rankInGap(lower, upper, attempt, random);
        expect(lower === null || lower < rank).toBe(true);
        expect(upper === null || rank < upper).toBe(true);
      }
  expect(rankInGap("a0", "a1", 2, 0.2)).not.toBe(rankInGap("a0", "a1", 2, 0.8));
});

describe("the next step", () => {
  const today = "2026-11-20";
  const well: Parameters<typeof nextStep>[0] = {
    status: "open",
    archivedAt: null,
    expectedCloseDate: today,
    closeDatePushes: 2,
    rot: "none",
    amount: { amount: 100, currency: "USD" },
    valueFromLines: false,
    probability: 50,
  };

  test.each([
    ["well on its way", {}, null],
    ["without a date", { expectedCloseDate: null }, null],
    ["past its date by a day", { expectedCloseDate: "2026-11-19" }, /^Its close date has passed\./],
    ["untouched", { rot: "due" }, /longer than its stage allows/],
    ["untouched for twice as long", { rot: "over" }, /twice as long/],
    ["pushed three times", { closeDatePushes: 3 }, /pushed 3 times/],
    ["likely and without a value", { amount: null }, /has no value/],
    ["without a value or a probability", { amount: null, probability: null }, null],
    ["unlikely and without a value", { amount: null, probability: 49 }, null],
    ["past its date and untouched", { expectedCloseDate: "2026-11-19", rot: "over" }, /^Its close date has passed\./],
    ["untouched and pushed", { rot: "due", closeDatePushes: 5 }, /longer than its stage allows/],
    ["won", { status: "won", expectedCloseDate: "2026-11-19" }, null],
    ["archived", { archivedAt: "2026-11-01T00:00:00.000Z", rot: "over" }, null],
  ] as const)("of an opportunity %s", (_what, change, expected) => {
    const step = nextStep({ ...well, ...change }, today);
    if (expected === null) expect(step).toBeNull();
    else expect(step).toMatch(expected);
  });
});
