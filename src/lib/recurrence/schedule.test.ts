import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { anyRule, anyStart, walkedDays } from "@/lib/recurrence/walked-days.fixture";
import { clockOf, dayLater } from "@/lib/working-time";
import { rounds } from "@/test/rounds";
import { nextAttemptAt, nextOccurrenceDay, timesAt } from "./schedule";

interface Start {
  day: string;
  minute: number;
}

/** The start of the first activity of a series whose time has not passed by an instant; null when there is none. */
function nextStart(rule: RecurrenceRule, { day, minute }: Start, zone: string, now: Date): Date | null {
  const schedule = { rule, startOn: day, minute, zone, duration: null };
  const next = nextOccurrenceDay(schedule, dayLater(day, -1), now);
  return next === null ? null : timesAt({ day: next, minute }, zone).startsAt;
}

const daily: RecurrenceRule = { every: 1, unit: "day" };
/** The local times of a daily series from an instant until another one. */
function clocks(zone: string, start: Start, [from, until]: readonly [string, string]): string[] {
  const found: string[] = [];
  let now = new Date(from);
  for (;;) {
    const next = nextStart(daily, start, zone, now);
    if (next === null || next >= new Date(until)) return found;
    found.push(clockOf(next, zone));
    now = next;
  }
}

describe("The local time of a series stays the same over daylight saving", () => {
  test.each([
    ["Europe/Berlin", "2026-03-29"],
    ["America/New_York", "2026-03-08"],
    ["Australia/Lord_Howe", "2026-04-05"],
  ])("%s", (zone, day) => {
    const span = [`${dayLater(day, -2)}T23:00:00Z`, `${dayLater(day, 2)}T00:00:00Z`] as const;
    const found = clocks(zone, { day: "2026-03-01", minute: 540 }, span);
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(found.every((clock) => clock.endsWith(" 09:00"))).toBe(true);
  });

  test("A time that the clocks skip moves forward by the gap, on that day alone", () => {
    const start = { day: "2026-03-01", minute: 150 };
    expect(clocks("Europe/Berlin", start, ["2026-03-28T00:00Z", "2026-03-31T00:00Z"])).toEqual([
      "2026-03-28 02:30",
      "2026-03-29 03:30",
      "2026-03-30 02:30",
    ]);
    // The clocks of Lord Howe go forward by half an hour.
    const span = ["2026-10-02T20:00Z", "2026-10-04T20:00Z"] as const;
    expect(clocks("Australia/Lord_Howe", { day: "2026-03-01", minute: 135 }, span)).toEqual([
      "2026-10-04 02:45",
      "2026-10-05 02:15",
    ]);
  });

  test("Of a time that comes twice the first is meant", () => {
    const found = nextStart(daily, { day: "2026-03-01", minute: 150 }, "Europe/Berlin", new Date("2026-10-25T00:00Z"));
    expect(found).toEqual(new Date("2026-10-25T00:30Z"));
  });
});

test("A calendar that walks minute by minute finds the same next start, over changes of the clocks in three zones", () => {
  const zone = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
  // Most times are near the hours at which clocks change.
  const minute = fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 1439 }));
  fc.assert(
    fc.property(anyRule, anyStart, minute, zone, fc.integer({ min: 0, max: 700 }), (one, start, at, in_, ahead) => {
      const after = new Date(`${dayLater(start, ahead)}T02:17:00Z`);
      const expected = walkedNext(one, { day: start, minute: at }, in_, after);
      const found = nextStart(one, { day: start, minute: at }, in_, after);
      if (expected === null && found !== null) expect(found > new Date(`${dayLater(start, 2990)}T00:00Z`)).toBe(true);
      else expect(found).toEqual(expected);
    }),
    { numRuns: rounds(300, 60) },
  );
});

test("A series that fails is tried again after 2 minutes, twice as late each time, and at least once a day", () => {
  const now = new Date("2026-11-26T00:00:00Z");
  const minutes = [1, 2, 3, 10, 11, 60].map((attempts) => (nextAttemptAt(attempts, now).getTime() - +now) / 60_000);
  expect(minutes).toEqual([2, 4, 8, 1024, 1440, 1440]);
});

/** The first occurrence after an instant, within eight years. */
function walkedNext(rule: RecurrenceRule, start: Start, zone: string, after: Date) {
  const near = dayLater(after.toISOString().slice(0, 10), -2);
  for (const day of walkedDays(rule, start.day, dayLater(start.day, 3000))) {
    if (day < near) continue;
    const moment = walkedMoment(day, start.minute, zone);
    if (moment > after) return moment;
  }
  return null;
}

/** The first minute whose clock shows the local time, walked minute by minute; else the one that the gap moves it to. */
function walkedMoment(day: string, minute: number, zone: string): Date {
  const shown = (at: number, clockDay: string, clockMinute: number) => {
    const [hours, minutes] = [Math.floor(clockMinute / 60), clockMinute % 60];
    return (
      clockOf(new Date(at), zone) ===
      `${clockDay} ${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`
    );
  };
  const noon = Date.parse(`${day}T12:00:00Z`);
  for (let wanted = minute; ; wanted -= 1) {
    for (let at = noon - 30 * 3_600_000; at < noon + 30 * 3_600_000; at += 60_000) {
      // Minutes past the last time shown before the gap pass as on any clock.
      if (shown(at, day, wanted)) return new Date(at + (minute - wanted) * 60_000);
    }
  }
}
