import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addWorkingMinutes,
  clockOf,
  dayLater,
  isWorkingInstant,
  localDay,
  minutesOfWork,
  momentOfDay,
  nextWorkingInstant,
  nextWorkStart,
  type WorkingCalendar,
  workingMinutesBetween,
  workingTime,
} from "@/lib/working-time";
import { calendarOf, goldenCases, goldenOf, minutesOf, second } from "@/test/golden-times";
import { rounds } from "@/test/rounds";

test("the golden table has its two hundred cases, each once", () => {
  expect(goldenCases.length).toBeGreaterThanOrEqual(200);
  expect(new Set(goldenCases.map(({ kind, zone, at, by }) => [kind, zone, at, by].join())).size).toBe(
    goldenCases.length,
  );
});

describe("golden table", () => {
  test.each(goldenOf("day"))("$at is $expected in $zone: $why", ({ zone, at, expected }) => {
    expect(localDay(new Date(at), zone)).toBe(expected);
  });

  test.each(goldenOf("reach"))("$zone reaches $by of $at at $expected: $why", ({ zone, at, by, expected }) => {
    expect(second(momentOfDay(at, minutesOf(by), zone))).toBe(expected);
  });

  test.each(goldenOf("work"))("at $at in $zone work ($by) is on or next at $expected: $why", (row) => {
    const [calendar, moment] = [calendarOf(row.zone, row.by), new Date(row.at)];
    expect([isWorkingInstant(calendar, moment) ? "yes" : "no", nextWorkingInstant(calendar, moment)]).toEqual([
      row.atWork,
      new Date(row.expected),
    ]);
  });
});

const daysOff = { from: "2026-03-23", until: "2026-04-12", intervals: [] };
const nineToFive = [{ from: 540, until: 1020 }];
const office: WorkingCalendar = {
  zone: "Europe/Berlin",
  week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, [], []],
  exceptions: [],
};
const at = (text: string) => new Date(text);

describe("a calendar", () => {
  const never = { ...office, week: [[], [], [], [], [], [], []] };
  /** Work until a day, and none after it. */
  const ends = { ...office, exceptions: [{ from: "2026-03-10", until: "9999-12-31", intervals: [] }] };

  test.each([
    ["without work", never, "2026-03-10T09:00:00Z"],
    ["whose work has ended", ends, "2026-03-10T09:00:00Z"],
  ])("%s has no next work, and no minutes", (_, calendar, text) => {
    const moment = at(text);
    expect([
      isWorkingInstant(calendar, moment),
      nextWorkingInstant(calendar, moment),
      nextWorkStart(calendar, moment),
      workingMinutesBetween(calendar, moment, at("2030-01-01T00:00:00Z")),
      addWorkingMinutes(calendar, moment, 1),
      addWorkingMinutes(calendar, moment, 0),
    ]).toEqual([false, null, null, 0, null, moment]);
  });

  test("has hours until its last day, and no more than those", () => {
    const monday = at("2026-03-09T07:00:00Z");
    expect(addWorkingMinutes(ends, monday, 480)).toEqual(at("2026-03-09T16:00:00Z"));
    expect(addWorkingMinutes(ends, monday, 481)).toBeNull();
  });

  test("may have a hole of weeks, over which its work goes on", () => {
    const hole = { ...office, exceptions: [daysOff] };
    const friday = at("2026-03-20T15:00:00Z");
    expect(nextWorkStart(hole, friday)).toEqual(at("2026-04-13T07:00:00Z"));
    expect(addWorkingMinutes(hole, friday, 90)).toEqual(at("2026-04-13T07:30:00Z"));
  });

  test("takes the first exception that holds a day, with its own hours", () => {
    const sunday = { from: "2026-03-29", until: "2026-03-29", intervals: [{ from: 60, until: 240 }] };
    const calendar = { ...office, exceptions: [sunday, daysOff] };
    // The clocks skip the hour from two to three.
    expect(workingMinutesBetween(calendar, at("2026-03-23T00:00:00Z"), at("2026-04-12T00:00:00Z"))).toBe(120);
  });

  test("that works day and night has days of 23 and of 25 hours, and one time of work", () => {
    const day = [{ from: 0, until: 1440 }];
    const always = { ...office, week: [day, day, day, day, day, day, day] };
    const hours = (from: string) =>
      workingMinutesBetween(always, momentOfDay(from, 0, office.zone), momentOfDay(dayLater(from, 1), 0, office.zone)) /
      60;
    expect(["2026-03-28", "2026-03-29", "2026-10-25"].map(hours)).toEqual([24, 23, 25]);
    expect(workingTime(always, at("2026-03-01T00:00:00Z"), at("2026-11-01T00:00:00Z")).spans).toHaveLength(1);
    expect(nextWorkStart(always, at("2026-03-28T12:00:00Z"))).toEqual(at("2026-03-28T23:00:00Z"));
  });

  test("counts no minutes backwards, and works in the last year that a date can have", () => {
    expect(workingMinutesBetween(office, at("2026-03-10T12:00:00Z"), at("2026-03-09T12:00:00Z"))).toBe(0);
    expect(addWorkingMinutes(office, at("9999-12-31T15:00:00Z"), 120)).toEqual(at("+010000-01-03T09:00:00.000Z"));
  });
});

/** Minutes whose clocks show working time, walked one by one; clocks that are set back do not show a time again. */
function walkedMinutes(calendar: WorkingCalendar, from: Date, until: Date): number {
  let [minutes, latest] = [0, ""];
  for (let now = from.getTime() - 86_400_000; now < until.getTime(); now += 60_000) {
    const shown = clockOf(new Date(now), calendar.zone);
    if (shown > latest) latest = shown;
    const [day = "", clock = ""] = latest.split(" ");
    const exception = calendar.exceptions.find((one) => one.from <= day && day <= one.until);
    const intervals = exception?.intervals ?? calendar.week[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? [];
    const minute = minutesOf(clock);
    if (now >= from.getTime() && intervals.some((one) => one.from <= minute && minute < one.until)) minutes += 1;
  }
  return minutes;
}

describe("over changes of the clocks in three zones", () => {
  const changes = {
    "Europe/Berlin": ["2026-03-27", "2026-10-23"],
    "America/Santiago": ["2026-04-03", "2026-09-04"],
    "Australia/Lord_Howe": ["2026-04-03", "2026-10-02"],
  };
  const intervals = fc
    .uniqueArray(fc.integer({ min: 0, max: 288 }), { maxLength: 6 })
    .map((bounds) => bounds.map((bound) => bound * 5).sort((one, other) => one - other))
    .map((bounds) =>
      Array.from({ length: Math.floor(bounds.length / 2) }, (_, index) => ({
        from: bounds[2 * index] ?? 0,
        until: bounds[2 * index + 1] ?? 0,
      })),
    );
  const some = fc.constantFrom(...Object.entries(changes)).chain(([zone, days]) =>
    fc.record({
      calendar: fc.record({
        zone: fc.constant(zone),
        week: fc.array(intervals, { minLength: 7, maxLength: 7 }),
        exceptions: fc.array(
          fc.tuple(fc.constantFrom(...days), fc.nat(4), fc.nat(2), intervals).map(([day, ahead, more, hours]) => ({
            from: dayLater(day, ahead),
            until: dayLater(day, ahead + more),
            intervals: hours,
          })),
          { maxLength: 2 },
        ),
      }),
      from: fc
        .tuple(fc.constantFrom(...days), fc.integer({ min: -600, max: 1440 }))
        .map(([day, minute]) => new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000)),
      length: fc.nat(4 * 1440),
    }),
  );
  const later = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000);

  test("minutes of work equal those of a calendar that is walked by the minute", () => {
    fc.assert(
      fc.property(some, ({ calendar, from, length }) => {
        const until = later(from, length);
        expect(workingMinutesBetween(calendar, from, until)).toBe(walkedMinutes(calendar, from, until));
      }),
      { numRuns: rounds(200, 40) },
    );
  });

  test("the moment after some minutes of work is the first that has them behind it", () => {
    fc.assert(
      fc.property(some, ({ calendar, from, length }) => {
        const end = addWorkingMinutes(calendar, from, length);
        fc.pre(end !== null);
        expect(workingMinutesBetween(calendar, from, end)).toBe(length);
        if (length > 0) expect(workingMinutesBetween(calendar, from, new Date(end.getTime() - 1))).toBe(length - 1);
      }),
    );
  });

  test("work is on at its next instant, and at none before", () => {
    fc.assert(
      fc.property(some, ({ calendar, from, length }) => {
        const next = nextWorkingInstant(calendar, from);
        fc.pre(next !== null);
        expect(isWorkingInstant(calendar, next)).toBe(true);
        expect(workingMinutesBetween(calendar, from, next)).toBe(0);
        const start = nextWorkStart(calendar, from);
        expect(start && isWorkingInstant(calendar, start) && start >= next).toBe(true);
        const [table, until] = [workingTime(calendar, from, later(from, 10_000)), later(from, length)];
        expect(minutesOfWork(table, until)).toBe(workingMinutesBetween(calendar, from, until));
      }),
    );
  });
});
