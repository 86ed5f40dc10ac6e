import { describe, expect, test } from "vitest";
import { code } from "@/lib/zod";
import {
  daysRefusal,
  freeKey,
  keyOfName,
  phasesOnLine,
  type Sale,
  type SetupState,
  setupPercent,
  setupTerms,
  setupTicks,
  startRefusal,
  takenFrom,
} from "./rules";

test.each([
  ["Kanban", "KAN"],
  ["Website relaunch", "WR"],
  ["Rollout of the new warehouse in Köln", "ROTN"],
  ["Übergabe", "UBE"],
  ["2026 review", "PR"],
  ["3M", "PM"],
  ["X", "PX"],
  ["仓库", "PR"],
  ["", "PR"],
])("the key of %s is %s", (name, key) => expect(keyOfName(name)).toBe(key));

test("a made key is a key, whatever the name, and whichever are taken", () => {
  for (const name of ["2026", "a1 b2 c3 d4 e5", "Ł", "🙂 🙂", "The 9th of 9", "日本 2", "--"]) {
    const key = keyOfName(name);
    expect(code.safeParse(key).success, `${name}: ${key}`).toBe(true);
    const taken = new Set(Array.from({ length: 120 }, (_, at) => (at === 0 ? key : `${key}${at + 1}`)));
    expect(freeKey(key, taken)).toBe(`${key}121`);
    expect(code.safeParse(freeKey(key, taken)).success).toBe(true);
  }
  expect(freeKey("KAN", new Set(["KAN2"]))).toBe("KAN");
});

test("a project ends on the day it starts or later", () => {
  const [first, second] = [new Date("2026-11-30"), new Date("2026-12-01")];
  expect(daysRefusal(first, second)).toBeNull();
  expect(daysRefusal(first, first)).toBeNull();
  expect(daysRefusal(null, first)).toBeNull();
  expect(daysRefusal(second, first)).toContain("choose a later end");
});

describe("a new project takes from its opportunities", () => {
  const sale = (accountId: string | null, minor: bigint | null, currency = "EUR"): Sale => ({
    ...{ accountId, amountMinor: minor, currency },
  });

  test.each([
    ["nothing without one", [], {}],
    ["account and amount of the only one", [sale("port", 900n)], { accountId: "port", price: 900 }],
    ["the sum of several", [sale("port", 900n), sale("port", -100n)], { accountId: "port", price: 800 }],
    ["no account of two", [sale("port", 900n), sale("yard", 1n)], { price: 901 }],
    ["the account of one beside one without", [sale("port", null), sale(null, 5n)], { accountId: "port", price: 5 }],
    ["no price of two currencies", [sale("port", 1n), sale("port", 1n, "USD")], { accountId: "port" }],
    [
      "a price, whatever the currency of one without",
      [sale("port", 1n), sale("port", null, "USD")],
      { accountId: "port", price: 1 },
    ],
    ["no price that JSON cannot carry", [sale("port", 10n ** 16n)], { accountId: "port" }],
  ])("%s", (_what, sales, { price, ...taken }: { accountId?: string; price?: number }) => {
    const priced = price === undefined ? {} : { price: { amount: price, currency: "EUR" } };
    expect(takenFrom(sales)).toEqual({ ...taken, ...priced });
  });
});

test.each([
  [1, ["Access"], "“Access” on the checklist is needed before work starts. Mark it as done, or as not needed."],
  [
    2,
    ["Access", "Keys"],
    "“Access” and “Keys” on the checklist are needed before work starts. Mark them as done, or as not needed.",
  ],
  [
    5,
    ["A", "B", "C"],
    "“A”, “B”, “C”, and 2 more on the checklist are needed before work starts. Mark them as done, or as not needed.",
  ],
])("with %i open items a project does not start, and says which", (count, first, sentence) =>
  expect(startRefusal({ count, first })).toBe(sentence),
);

describe("the line of a project's phases", () => {
  const days = { startsOn: "2027-01-10", endsOn: "2027-06-30" };
  const texts = (phase: string, ...stays: [string, string][]) =>
    phasesOnLine(
      { phase, ...days },
      stays.map(([value, day]) => ({ value, day })),
    ).map((one) => `${one.phase} ${one.day === null ? "" : `${one.says}${one.day}`}`.trim());

  test("says since when the present phase lasts, when others were, and what is planned", () =>
    expect(texts("planning", ["planning", "2027-01-03"], ["setup", "2027-01-01"])).toEqual([
      "setup 2027-01-01",
      "planning since 2027-01-03",
      "active planned 2027-01-10",
      "completed planned 2027-06-30",
      "archived",
    ]));

  test("has Paused while the project is paused, and afterwards too", () => {
    const [active, paused] = [
      ["active", "2027-01-12"] as [string, string],
      ["paused", "2027-02-01"] as [string, string],
    ];
    expect(texts("paused", paused, active)[3]).toBe("paused since 2027-02-01");
    expect(texts("active", ["active", "2027-03-01"], paused, active)).toEqual([
      "setup",
      "planning",
      "active since 2027-03-01",
      "paused 2027-02-01",
      "completed planned 2027-06-30",
      "archived",
    ]);
    expect(texts("completed", ["completed", "2027-07-01"], active).some((one) => one.startsWith("paused"))).toBe(false);
  });
});

const none: SetupState = { ticked: [], managerId: "ann", memberIds: [] };

test.each([
  [none, 0],
  [{ ...none, memberIds: ["ann"] }, 0],
  [{ ...none, memberIds: ["ann", "bob"] }, 25],
  [{ ...none, managerId: null, memberIds: ["bob"] }, 25],
  [{ ...none, ticked: ["setupKnowledge", "setupLive"] } satisfies SetupState, 50],
  [{ ...none, memberIds: ["bob"], ticked: setupTicks }, 100],
])("the setup of %j is %i per cent of the factors that there can be", (state, percent) => {
  expect(setupPercent(state)).toBe(percent);
  expect(setupTerms(state).filter(({ isDone }) => isDone)).toHaveLength(percent / 25);
});
