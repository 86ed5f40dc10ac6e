import fc from "fast-check";
import { expect, test } from "vitest";
import { clockOf, dayLater } from "@/lib/working-time";
import { isStillNews, nextReminder, reminderAfterWrite, reminderMoments, reminderOptions } from "./rules";

const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
const values = reminderOptions.map(({ value }) => value);
const timed = (startsAt: string, reminders: string[]) => ({ startsAt: new Date(startsAt), dueOn: null, reminders });

/** The first minute whose clock shows this local time, walked minute by minute; null for one that the clocks skip. */
function walked(day: string, clock: string, zone: string): Date | null {
  const noon = Date.parse(`${day}T12:00:00Z`);
  for (let at = noon - 30 * 3_600_000; at < noon + 30 * 3_600_000; at += 60_000)
    if (clockOf(new Date(at), zone) === `${day} ${clock}`) return new Date(at);
  return null;
}

test("reminders equal those of a calendar that is walked by the minute, over changes of the clocks", () => {
  // The clocks of each zone change within these days.
  const days = fc.tuple(
    fc.constantFrom("2026-03-05", "2026-03-26", "2026-04-02", "2026-10-01", "2026-10-22", "2026-10-29"),
    fc.integer({ min: 0, max: 7 }),
  );
  fc.assert(
    fc.property(
      days,
      fc.integer({ min: 0, max: 1439 }),
      fc.constantFrom(...zones),
      fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }),
      fc.boolean(),
      ([from, ahead], minute, zone, reminders, isTimed) => {
        const day = dayLater(from, ahead);
        const start = isTimed ? new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000) : walked(day, "09:00", zone);
        if (!start) throw new Error("Nine o'clock is never skipped.");
        const [startDay = "", clock = ""] = clockOf(start, zone).split(" ");
        const expected = reminders.map((value) =>
          value === "1440"
            ? walked(dayLater(startDay, -1), clock, zone)
            : new Date(start.getTime() - Number(value) * 60_000),
        );
        const found = reminderMoments(
          isTimed ? { startsAt: start, dueOn: null, reminders } : { startsAt: null, dueOn: new Date(day), reminders },
          zone,
        );
        // A time that the clocks skip the day before has its own test.
        fc.pre(expected.every((one) => one !== null));
        expect(found.map(Number)).toEqual(expected.map(Number).sort((a, b) => a - b));
      },
    ),
    { numRuns: 150 },
  );
});

test("a time that the clocks skip the day before moves forward by the gap", () => {
  const [moment] = reminderMoments(timed("2026-03-30T00:30:00Z", ["1440"]), "Europe/Berlin");
  expect(moment).toEqual(new Date("2026-03-29T01:30:00Z"));
});

test("something without a time, or without reminders, reminds of nothing", () => {
  expect(nextReminder({ startsAt: null, dueOn: null, reminders: ["0"] }, "UTC", new Date(0))).toBeNull();
  expect(nextReminder(timed("2026-11-30T10:00:00Z", []), "UTC", new Date(0))).toBeNull();
  expect(nextReminder({ ...timed("2026-11-30T10:00:00Z", []), reminders: null }, "UTC", new Date(0))).toBeNull();
});

test("after a write the next reminder is in the future, but one that is due and not sent stays", () => {
  const call = timed("2026-11-30T10:00:00Z", ["30", "0"]);
  const at = (clock: string) => new Date(`2026-11-30T${clock}:00Z`);
  expect(reminderAfterWrite(call, "UTC", null, at("09:00"))).toEqual(at("09:30"));
  expect(reminderAfterWrite(call, "UTC", null, at("09:31"))).toEqual(at("10:00"));
  expect(reminderAfterWrite(call, "UTC", at("09:30"), at("09:31"))).toEqual(at("09:30"));
  expect(reminderAfterWrite(timed("2026-11-30T12:00:00Z", ["30"]), "UTC", at("09:30"), at("09:31"))).toEqual(
    at("11:30"),
  );
  expect(reminderAfterWrite(call, "UTC", at("10:00"), at("10:01"))).toEqual(at("10:00"));
});

test("a late reminder is news for a day after the time of its activity", () => {
  const time = new Date("2026-11-30T10:00:00Z");
  expect(isStillNews(time, new Date("2026-12-01T10:00:00Z"))).toBe(true);
  expect(isStillNews(time, new Date("2026-12-01T10:00:01Z"))).toBe(false);
  expect(isStillNews(null, time)).toBe(false);
});
