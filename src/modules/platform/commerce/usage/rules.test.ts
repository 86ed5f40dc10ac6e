import { describe, expect, test } from "vitest";
import { dayLater } from "@/lib/working-time";
import { expectedDays, forecastOf, passed, shareOf } from "./rules";

/** The same use on each day of a span. */
const every = (from: string, days: number, quantity: number) =>
  new Map(Array.from({ length: days }, (_, nth) => [dayLater(from, nth), quantity]));

describe("a forecast", () => {
  const november = { from: "2026-11-01", today: "2026-11-20", until: "2026-11-30" };

  test("adds what the same weekdays had to what is used", () => {
    // 28 days of 10, and nothing yet today.
    const daily = every("2026-10-23", 28, 10);
    expect(forecastOf({ ...november, daily, limit: null })).toEqual({ total: 19 * 10 + 11 * 10, reachedOn: null });
    expect(forecastOf({ ...november, daily: daily.set("2026-11-20", 4), limit: null }).total).toBe(300);
    // More than usual is no reason to expect less tomorrow.
    expect(forecastOf({ ...november, daily: daily.set("2026-11-20", 40), limit: null }).total).toBe(330);
  });

  test("knows weekends", () => {
    const daily = new Map(
      [...every("2026-10-23", 28, 10)].filter(([day]) => ![0, 6].includes(new Date(day).getUTCDay())),
    );
    const quantities = expectedDays({ ...november, daily });
    expect(quantities.find(({ day }) => day === "2026-11-21")?.quantity).toBe(0);
    expect(quantities.find(({ day }) => day === "2026-11-23")?.quantity).toBe(10);
  });

  test("says on which day a limit is reached, past or to come, or that it is not", () => {
    const daily = every("2026-10-23", 28, 10);
    const reached = (limit: number) => forecastOf({ ...november, daily, limit }).reachedOn;
    expect([reached(185), reached(190), reached(191), reached(300), reached(301)]).toEqual([
      ...["2026-11-19", "2026-11-19", "2026-11-20", "2026-11-30"],
      null,
    ]);
  });

  test("of a workspace of three days takes those, and of one without use nothing", () => {
    const daily = every("2026-11-17", 3, 6);
    expect(forecastOf({ ...november, daily, limit: null }).total).toBe(18 + 11 * 6);
    expect(forecastOf({ ...november, daily: new Map(), limit: 5 })).toEqual({ total: 0, reachedOn: null });
  });

  test("on the last day of a month is what is used, or a usual day", () => {
    const daily = every("2026-11-02", 28, 10);
    const last = { from: "2026-11-01", today: "2026-11-30", until: "2026-11-30" };
    expect(forecastOf({ ...last, daily, limit: null }).total).toBe(290);
    expect(expectedDays({ ...last, until: "2026-11-29", daily })).toEqual([]);
  });
});

test("shares are whole per cents, rounded down: 99.9% is not 100%", () => {
  expect([shareOf(999, 1000), shareOf(1000, 1000), shareOf(1500, 1000), shareOf(0, 0)]).toEqual([99, 100, 150, 100]);
  expect(passed([100, 50, 80], 800, 1000)).toEqual([50, 80]);
  expect(passed([80, 100], 799, 1000)).toEqual([]);
});
