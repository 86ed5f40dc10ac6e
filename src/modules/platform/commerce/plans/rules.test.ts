import { addDays } from "date-fns";
import { expect, test } from "vitest";
import { newSubscription } from "@/lib/entitlements";
import { type PlanKey, planKeys, versionOf } from "@/lib/plans";
import {
  canBuy,
  choiceText,
  costOf,
  dueTrialReminders,
  excessLines,
  hasPaidPlan,
  isNear,
  isSmaller,
  mayOpenPlan,
  moduleActs,
  nearestFirst,
  type OfferedPlan,
  offered,
  overLine,
  type PlanLimitRow,
  seatsUnder,
  usedText,
} from "./rules";
import type { OverLimits, PlanModuleRow, SeatHolder } from "./schema";

const began = new Date("2026-02-14T09:00:00Z");
const subscription = newSubscription(began);
const daysAt = (day: number) => dueTrialReminders(subscription, addDays(began, day)).map(({ days }) => days);

test("a trial is told of 7, 3 and 1 day before its end and at its end, for a week", () => {
  expect([0, 6, 7, 10, 11, 12, 13, 14, 20, 21].map(daysAt)).toEqual([[], [], [7], [7], [3], [3], [1], [0], [0], []]);
});

test("a module that was bought, and a plan that is paid, have no trial to end", () => {
  const module = { module: "pmo", enabled: true, trialEndsAt: addDays(began, 2), limits: {} };
  const paid = { ...subscription, plan: "professional", modules: [module] } as const;
  expect(dueTrialReminders(paid, began).map(({ module: of, days }) => [of, days])).toEqual([["pmo", 3]]);
  expect(dueTrialReminders({ ...paid, addOns: ["pmo"] }, began)).toEqual([]);
});

const offers = versionOf(null).plans;
const offer = (plan: PlanKey): OfferedPlan => ({ plan, ...offers[plan] });
const pmo = { prices: { month: 4_900, year: 49_000 } };

test("a plan costs its seats and the add-ons that it sells", () => {
  const wish = { seats: 15, addOns: [pmo], interval: "year" } as const;
  expect(costOf(offer("professional"), wish)).toBe(15 * 29_000 + 49_000);
  expect(costOf(offer("enterprise"), wish), "every module is part of it").toBe(15 * 59_000);
  expect(costOf(offer("enterprise"), { ...wish, interval: "month" })).toBe(15 * 5_900);
  expect(costOf(offer("starter"), wish)).toBeNull();
  expect(costOf(offer("professional"), { ...wish, seats: 26 }), "it has 25 seats").toBeNull();
});

test("the trial is no plan to choose, and only a move down shows what becomes read-only", () => {
  expect(offered(planKeys.map(offer)).map(({ plan }) => plan)).toEqual(["starter", "professional", "enterprise"]);
  expect(isSmaller("professional", "enterprise")).toBe(true);
  expect(isSmaller("enterprise", "professional")).toBe(false);
  expect(isSmaller("professional", "professional")).toBe(false);
});

test("owners, admins and payers open the page, also while the workspace is read-only", () => {
  expect(mayOpenPlan("owner", false)).toBe(true);
  expect(mayOpenPlan("admin", false)).toBe(true);
  expect(mayOpenPlan("manager", false)).toBe(false);
  expect(mayOpenPlan("viewer", true)).toBe(true);
  expect(mayOpenPlan(null, false)).toBe(false);
});

const limit = (used: number | null, most: number | null, per: "month" | null = null): PlanLimitRow => {
  const words = { label: "Rows", one: "row", many: "rows" };
  return { limit: "importedRows", ...words, per, used, most, resetsOn: null };
};

test("a limit tells its use in words, and the nearest to its end comes first", () => {
  expect(usedText(limit(1_200, 10_000, "month"), "en-US")).toBe("1,200 of 10,000 rows this month");
  expect(usedText(limit(1, null), "en-US")).toBe("1 row");
  expect(usedText(limit(null, 10), "en-US")).toBe("10 rows");
  expect(usedText(limit(null, null), "en-US")).toBe("No limit");
  const rows = [limit(1, 10), limit(9, 10), limit(500, null)];
  expect(nearestFirst(rows).map(({ used }) => used)).toEqual([9, 1, 500]);
  expect(rows.map(isNear)).toEqual([false, true, false]);
});

const module = (own: Partial<PlanModuleRow>): PlanModuleRow => ({
  ...{ module: "pmo", label: "Projects", purpose: "", group: "core", state: "off", included: false, bought: false },
  ...{ allowed: false, trialEndsAt: null, mayTry: false, prices: pmo.prices, limits: [] },
  ...own,
});
const both = { switches: true, buys: true };

test("a module offers the acts that its state and the member's rights allow", () => {
  expect(moduleActs(module({ module: "crm-core", state: "included", included: true, allowed: true }), both)).toEqual(
    [],
  );
  expect(moduleActs(module({ mayTry: true }), both)).toEqual(["try", "buy"]);
  expect(moduleActs(module({ mayTry: true }), { switches: true, buys: false })).toEqual(["try"]);
  expect(moduleActs(module({ mayTry: true }), { switches: false, buys: true })).toEqual(["buy"]);
  expect(moduleActs(module({ state: "trial", allowed: true }), both)).toEqual(["buy", "off"]);
  expect(moduleActs(module({ state: "on", allowed: true, bought: true }), both)).toEqual(["off", "drop"]);
  expect(moduleActs(module({ allowed: true, bought: true }), both)).toEqual(["on", "drop"]);
  expect(moduleActs(module({ state: "on", allowed: true, included: true }), both)).toEqual(["off"]);
  expect(moduleActs(module({ state: "on", allowed: true }), { switches: false, buys: false })).toEqual([]);
});

test("owners keep their seat, then the chosen, then those who are here longest", () => {
  const holder = (memberId: string, role = "member"): SeatHolder => ({
    ...{ memberId, name: memberId, role, keeps: true, chosen: false },
  });
  const holders = [holder("olive", "owner"), holder("anna"), holder("mila"), holder("nora")];
  const names = (list: readonly SeatHolder[]) => list.map(({ name }) => name);
  const under = (most: number | null, ...chosen: string[]) => seatsUnder(holders, most, new Set(chosen));
  expect(names(under(2).keep)).toEqual(["olive", "anna"]);
  expect(names(under(2, "nora").keep)).toEqual(["olive", "nora"]);
  expect(names(under(2, "nora").lose)).toEqual(["anna", "mila"]);
  expect(under(null).lose).toEqual([]);
});

test("a smaller plan is told line by line, with names and counts", () => {
  const over: OverLimits = {
    plan: "starter",
    limits: [
      { limit: "pipelines", used: 3, most: 1, names: ["Renewals", "Partner sales"] },
      { limit: "seats", used: 4, most: 3, names: ["Nora"] },
    ],
    modules: [{ module: "pmo", label: "Projects" }],
  };
  expect(excessLines(over, 2, "en-US")).toEqual([
    { key: "pipelines", title: "2 pipelines", names: ["Renewals", "Partner sales"], now: 3, after: 1 },
    { key: "seats", title: "1 member can only read", names: ["Nora"], now: 4, after: 3 },
    { key: "modules", title: "1 module is switched off", names: ["Projects"], now: 2, after: 1 },
  ]);
  expect(excessLines({ ...over, limits: [], modules: [] }, 2, "en-US")).toEqual([]);
});

test("what is read-only is told with its count and the first names", () => {
  const of = { limit: "pipelines", used: 14, most: 2 } as const;
  const names = Array.from({ length: 12 }, (_, nth) => `Line ${nth}`);
  expect(overLine({ ...of, names }, "en-US")).toEqual({
    title: "12 pipelines",
    count: "of 14; the plan has 2 pipelines",
    names: `${names.slice(0, 10).join(", ")}, and 2 more`,
  });
  expect(overLine({ limit: "seats", used: 4, most: 3, names: [] }, "en-US")).toMatchObject({
    title: "1 member can only read",
    names: "",
  });
});

test("a plan is changed where it is paid for, and bought where payments are set up", () => {
  expect(hasPaidPlan({ plan: "professional", state: "past_due" })).toBe(true);
  expect(hasPaidPlan({ plan: "professional", state: "canceled" })).toBe(false);
  expect(hasPaidPlan({ plan: "starter", state: "active" })).toBe(false);
  expect(canBuy({ available: true, mayChange: true })).toBe(true);
  expect(canBuy({ available: false, mayChange: true })).toBe(false);
  expect(canBuy({ available: true, mayChange: false })).toBe(false);
  expect(canBuy(undefined)).toBe(false);
  expect(choiceText({ label: "Enterprise" }, true)).toBe("Move to Enterprise");
  expect(choiceText({ label: "Enterprise" }, false)).toBe("Choose Enterprise");
});
