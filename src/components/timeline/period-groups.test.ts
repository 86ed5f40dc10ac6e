import { describe, expect, test } from "vitest";
import { entryTime, periodHeading, timelineItems } from "@/components/timeline/period-groups";

// A Friday, 9:30 in Chicago.
const days = { locale: "en-US", timeZone: "America/Chicago", now: new Date("2026-11-20T15:30:00Z") };

describe("periodHeading", () => {
  test.each([
    ["2026-11-20T14:00:00Z", "Today"],
    ["2026-11-20T06:00:00Z", "Today"],
    ["2026-11-20T05:59:00Z", "This week"],
    ["2026-11-16T18:00:00Z", "This week"],
    ["2026-11-16T05:00:00Z", "Earlier in November"],
    ["2026-11-01T18:00:00Z", "Earlier in November"],
    ["2026-10-31T18:00:00Z", "October"],
    ["2025-12-24T18:00:00Z", "December 2025"],
    ["2025-11-20T18:00:00Z", "November 2025"],
    ["2026-11-21T18:00:00Z", "Planned"],
  ])("%s is %s", (moment, label) => {
    expect(periodHeading(new Date(moment), days)).toBe(label);
  });

  test("the zone decides what today is", () => {
    const moment = new Date("2026-11-20T05:30:00Z");
    expect(periodHeading(moment, days)).toBe("This week");
    expect(periodHeading(moment, { ...days, timeZone: "Europe/Berlin" })).toBe("Today");
  });
});

test("entries keep their order below one heading for each run; pinned ones are planned", () => {
  const entries = ["2026-11-20T14:00:00Z", "2026-11-20T13:00:00Z", "2026-10-02T12:00:00Z"].map((at) => ({
    id: at,
    at: new Date(at),
  }));
  const overdue = { id: "call", at: new Date("2026-11-12T12:00:00Z"), isPinned: true };
  const items = timelineItems([overdue, ...entries], days);
  expect(items.map((item) => (item.kind === "heading" ? item.label : "entry"))).toEqual([
    ...["Planned", "entry"],
    ...["Today", "entry", "entry"],
    ...["October", "entry"],
  ]);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
});

test("today shows the time, other days the date", () => {
  expect(entryTime(new Date("2026-11-20T15:14:00Z"), days).replace("\u202f", " ")).toBe("9:14 AM");
  expect(entryTime(new Date("2026-11-20T06:00:00Z"), days)).toBe("Nov 20");
  expect(entryTime(new Date("2026-11-16T15:14:00Z"), days)).toBe("Nov 16");
  expect(entryTime(new Date("2025-11-16T15:14:00Z"), days)).toBe("Nov 16, 2025");
});
