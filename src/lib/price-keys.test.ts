import { expect, test } from "vitest";
import { priceKey, priceMeaning, soldPrices } from "./price-keys";

test("every price that is sold has a key of its own, which tells its meaning again", () => {
  const keys = soldPrices().map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain("2026-11.professional.seat.month");
  expect(keys).toContain("2026-11.white-label.year");
  for (const key of keys) {
    const meaning = priceMeaning(key);
    expect(meaning && priceKey(meaning)).toBe(key);
  }
});

test("a year costs ten months, and nothing is free", () => {
  const amounts = new Map(soldPrices().map(({ key, amount }) => [key, amount]));
  expect(amounts.get("2026-11.professional.seat.month")).toBe(2_900);
  expect(amounts.get("2026-11.enterprise.seat.year")).toBe(59_000);
  expect([...amounts.values()].every((amount) => amount > 0)).toBe(true);
});

test.each([
  "",
  "2026-11",
  "2026-11.starter.seat.month",
  "2026-11.professional.month",
  "2026-11.professional.seat.week",
  "1999-01.professional.seat.month",
  "2026-11.constructor.month",
  "2026-11.pmo.seat.month",
  "2026-11.professional.seat.month.more",
])("%j is no price of ours", (key) => {
  expect(priceMeaning(key)).toBeNull();
});
