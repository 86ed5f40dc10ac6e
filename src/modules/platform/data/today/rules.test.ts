import { describe, expect, test } from "vitest";
import { daysOf, rescheduleChoices, sectionOf, snoozeChoices, snoozeRefusal } from "./rules";

const chicago = "America/Chicago";
const noon = new Date("2026-11-20T18:00:00Z");
const times = { startsAt: null, day: null, doneAt: null };

describe("the section of an item", () => {
  test.each([
    ["2026-11-19", "overdue"],
    ["2026-11-20", "today"],
    ["2026-11-21", "next7"],
    ["2026-11-27", "next7"],
    ["2026-11-28", null],
    ["9999-12-31", null],
  ])("on day %s is %s", (day, section) => {
    expect(sectionOf({ ...times, day }, "2026-11-20", chicago)).toBe(section);
  });

  test("follows the zone of the member at both ends of a day", () => {
    const at = (startsAt: string) => sectionOf({ ...times, startsAt }, "2026-11-20", chicago);
    expect([at("2026-11-20T05:59:59Z"), at("2026-11-20T06:00:00Z")]).toEqual(["overdue", "today"]);
    expect([at("2026-11-21T05:59:59Z"), at("2026-11-21T06:00:00Z")]).toEqual(["today", "next7"]);
  });

  test("is that of done ones only on the day when they were done", () => {
    const done = (doneAt: string) => sectionOf({ ...times, day: "2026-11-01", doneAt }, "2026-11-20", chicago);
    expect([done("2026-11-20T15:00:00Z"), done("2026-11-19T15:00:00Z")]).toEqual(["done", null]);
  });

  test("without a time or a day is none", () => {
    expect(sectionOf(times, "2026-11-20", chicago)).toBeNull();
    expect(daysOf("next7", "2026-12-28")).toEqual({ from: "2026-12-29", until: "2027-01-05" });
  });
});

describe("snoozing", () => {
  const call = { startsAt: "2026-11-20T20:00:00Z", day: null };

  test("offers a quarter three hours after it, tomorrow and Monday at the same time of day", () => {
    expect(snoozeChoices(call, new Date("2026-11-20T18:02:00Z"), chicago)).toEqual([
      { label: "Later today", to: { startsAt: "2026-11-20T23:00:00.000Z" } },
      { label: "Tomorrow", to: { startsAt: "2026-11-21T20:00:00.000Z" } },
      { label: "Next week", to: { startsAt: "2026-11-23T20:00:00.000Z" } },
    ]);
  });

  test("offers nothing later today when the day ends before, and days alone for an item at no set time", () => {
    expect(snoozeChoices(call, new Date("2026-11-21T04:00:00Z"), chicago).map(({ label }) => label)).toEqual([
      "Tomorrow",
      "Next week",
    ]);
    expect(snoozeChoices({ startsAt: null, day: "2026-11-19" }, noon, chicago)).toEqual([
      { label: "Tomorrow", to: { day: "2026-11-21" } },
      { label: "Next week", to: { day: "2026-11-23" } },
    ]);
  });

  test("keeps the local time over daylight saving, and moves a skipped one forward", () => {
    const early = { startsAt: "2026-10-24T00:30:00Z", day: null };
    const [tomorrow] = snoozeChoices(early, new Date("2026-10-24T20:00:00Z"), "Europe/Berlin");
    expect(tomorrow?.to).toEqual({ startsAt: "2026-10-25T00:30:00.000Z" });
    const skipped = { startsAt: "2026-03-28T01:30:00Z", day: null };
    const [next] = snoozeChoices(skipped, new Date("2026-03-28T21:30:00Z"), "Europe/Berlin");
    expect(next?.to).toEqual({ startsAt: "2026-03-29T01:30:00.000Z" });
  });

  test("offers each time once, on a Sunday too", () => {
    const sunday = new Date("2026-11-22T18:00:00Z");
    expect(snoozeChoices({ startsAt: null, day: null }, sunday, chicago)).toEqual([
      { label: "Tomorrow", to: { day: "2026-11-23" } },
      { label: "In a week", to: { day: "2026-11-29" } },
    ]);
  });

  test("offers nothing that is earlier than the item", () => {
    expect(snoozeChoices({ startsAt: null, day: "2026-12-24" }, noon, chicago)).toEqual([
      { label: "A day later", to: { day: "2026-12-25" } },
      { label: "A week later", to: { day: "2026-12-31" } },
    ]);
    const overdue = { startsAt: "2026-11-19T20:00:00Z", day: null };
    expect(snoozeChoices(overdue, new Date("2026-11-20T18:02:00Z"), chicago)[0]).toEqual({
      label: "Later today",
      to: { startsAt: "2026-11-20T21:15:00.000Z" },
    });
  });

  test("to the past is refused, to this day or later is not", () => {
    const refused = (to: Parameters<typeof snoozeRefusal>[0]) => snoozeRefusal(to, noon, chicago);
    expect(refused({ startsAt: "2026-11-20T17:59:00Z" })).toMatch(/in the past/);
    expect(refused({ day: "2026-11-19" })).toMatch(/in the past/);
    expect([refused({ startsAt: "2026-11-20T18:01:00Z" }), refused({ day: "2026-11-20" })]).toEqual([null, null]);
  });
});

test("rescheduling offers today, tomorrow and in a week", () => {
  expect(rescheduleChoices({ startsAt: null }, noon, chicago)).toEqual([
    { label: "Today", to: { day: "2026-11-20" } },
    { label: "Tomorrow", to: { day: "2026-11-21" } },
    { label: "In a week", to: { day: "2026-11-27" } },
  ]);
});
