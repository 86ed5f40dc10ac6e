import { addDays } from "date-fns";
import { expect, test } from "vitest";
import { newSubscription } from "@/lib/entitlements";
import { trialMoments } from "./rules";

const began = new Date("2026-02-14T09:00:00Z");
const subscription = newSubscription(began);
const daysAt = (day: number) => trialMoments(subscription, addDays(began, day)).map(({ days }) => days);

test("a trial is told of 7, 3 and 1 day before its end and at its end, for a week", () => {
  expect([0, 6, 7, 10, 11, 12, 13, 14, 20, 21].map(daysAt)).toEqual([[], [], [7], [7], [3], [3], [1], [0], [0], []]);
});

test("a module that was bought, and a plan that is paid, have no trial to end", () => {
  const module = { module: "pmo", enabled: true, trialEndsAt: addDays(began, 2), limits: {} };
  const paid = { ...subscription, plan: "professional", modules: [module] } as const;
  expect(trialMoments(paid, began).map(({ module: of, days }) => [of, days])).toEqual([["pmo", 3]]);
  expect(trialMoments({ ...paid, addOns: ["pmo"] }, began)).toEqual([]);
});
