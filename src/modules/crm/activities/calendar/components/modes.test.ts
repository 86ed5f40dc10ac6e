import { expect, test } from "vitest";
import { clampedDay as clamped, daysOf, mostDays } from "@/lib/calendar-days";
import { daysIn } from "../rules";
import { calendarRequest, modes, peopleText, spanOf, stepped, titleOf } from "./modes";

test("a mode shows its days from Monday, and never more than an answer may have", () => {
  expect(spanOf("day", "2026-11-25")).toEqual({ from: "2026-11-25", until: "2026-11-25" });
  expect(spanOf("week", "2026-11-29")).toEqual({ from: "2026-11-23", until: "2026-11-29" });
  expect(spanOf("month", "2026-11-25")).toEqual({ from: "2026-10-26", until: "2026-12-06" });
  expect(daysOf(spanOf("agenda", "2026-11-25"))).toHaveLength(7);
  for (const day of ["1900-01-01", "2026-02-01", "2199-12-31"])
    for (const mode of modes) expect(daysIn(spanOf(mode, day))).toBeLessThanOrEqual(mostDays);
});

test("days of addresses stay inside the years of calendars", () => {
  const today = "2026-11-25";
  expect(clamped(null, today)).toBe(today);
  expect(clamped("tomorrow", today)).toBe(today);
  expect(clamped("2026-13-40", today)).toBe(today);
  expect(clamped("0001-01-01", today)).toBe("1900-01-01");
  expect(clamped("9999-12-31", today)).toBe("2199-12-31");
  expect(spanOf("week", "2199-12-31").until).toBe("2199-12-31");
  expect(stepped("month", "2199-12-31", 1)).toBe("2199-12-31");
  expect(stepped("day", "1900-01-01", -1)).toBe("1900-01-01");
});

test("a step leads to the next day, week or month", () => {
  expect(stepped("day", "2026-11-30", 1)).toBe("2026-12-01");
  expect(stepped("week", "2026-11-25", -1)).toBe("2026-11-18");
  expect(stepped("month", "2026-01-31", 1)).toBe("2026-02-01");
  expect(stepped("month", "2026-01-31", -1)).toBe("2025-12-01");
});

test("the title names the days", () => {
  expect(titleOf("week", "2026-11-25", "en-US")).toBe("November 23 – 29, 2026");
  expect(titleOf("month", "2026-11-25", "en-US")).toBe("November 2026");
  expect(titleOf("day", "2026-11-25", "en-US")).toBe("Wednesday, November 25, 2026");
});

test("an address says which days and people, and what it says wrongly counts for nothing", () => {
  const id = "0199b0a0-0000-7000-8000-000000000001";
  const today = "2026-11-25";
  expect(calendarRequest({}, today)).toEqual({ from: "2026-11-23", until: "2026-11-29", people: "mine" });
  expect(calendarRequest({ mode: "day", date: "2026-12-01", people: `${id},x` }, today)).toEqual({
    from: "2026-12-01",
    until: "2026-12-01",
    people: [id],
  });
  expect(calendarRequest({ mode: "century", date: ["a"], people: "everybody" }, today)).toMatchObject({
    people: "mine",
  });
  expect([peopleText("mine"), peopleText("teams"), peopleText([id, id])]).toEqual([null, "teams", `${id},${id}`]);
});
