import { describe, expect, test } from "vitest";
import { localDay } from "@/lib/working-time";
import { isRescheduled, longestActivity, momentOf, noonOf, settledTimes, type Times } from "./rules";

const at = (text: string) => new Date(`2026-11-${text}:00.000Z`);
const none: Times = { startsAt: null, endsAt: null, dueOn: null, duration: null };
const names = (...given: string[]) => new Set(given);

describe("the times of an activity", () => {
  test("an end follows from start and duration, and a duration from start and end", () => {
    const started = { ...none, startsAt: at("24T10:00"), duration: 45 };
    expect(settledTimes(started, names("startsAt", "duration"))).toMatchObject({ endsAt: at("24T10:45") });
    const ended = { ...none, startsAt: at("24T23:00"), endsAt: at("25T01:00") };
    expect(settledTimes(ended, names("startsAt", "endsAt"))).toMatchObject({ duration: 120 });
  });

  test("a moved start keeps the duration", () => {
    const moved = { ...none, startsAt: at("25T10:00"), endsAt: at("24T10:45"), duration: 45 };
    expect(settledTimes(moved, names("startsAt"))).toMatchObject({ endsAt: at("25T10:45"), duration: 45 });
  });

  test("an end alone is a start as well", () => {
    const ended = { ...none, endsAt: at("24T10:00") };
    expect(settledTimes(ended, names("endsAt"))).toMatchObject({ startsAt: at("24T10:00"), duration: 0 });
    expect(settledTimes({ ...ended, duration: 30 }, names("endsAt"))).toMatchObject({ startsAt: at("24T09:30") });
  });

  test.each([
    ["an end before the start", { startsAt: at("24T10:00"), endsAt: at("24T09:59") }, ["endsAt"], "endsAt"],
    [
      "more than 31 days",
      { startsAt: at("24T10:00"), endsAt: new Date(at("24T10:00").getTime() + (longestActivity + 1) * 60_000) },
      ["endsAt"],
      "endsAt",
    ],
  ])("%s is refused at its field", (_what, times, given, field) => {
    expect(settledTimes({ ...none, ...times }, names(...given))).toEqual({ field, reason: expect.any(String) });
  });

  test("it is ordered by its start, else by when it was completed, else by noon of its due day", () => {
    const [start, done, due] = [at("20T08:00"), at("22T08:00"), at("21T00:00")];
    expect(momentOf({ startsAt: start, dueOn: null, completedAt: done }, "UTC")).toEqual(start);
    expect(momentOf({ startsAt: null, dueOn: due, completedAt: done }, "UTC")).toEqual(done);
    expect(momentOf({ startsAt: null, dueOn: due, completedAt: null }, "UTC")).toEqual(at("21T12:00"));
    expect(momentOf({ startsAt: null, dueOn: null, completedAt: null }, "UTC")).toBeNull();
  });

  test.each(["Etc/GMT+12", "Pacific/Pago_Pago", "America/Chicago", "UTC", "Pacific/Auckland", "Pacific/Kiritimati"])(
    "the noon of a due day is on that day in the zone of the workspace, %s",
    (zone) => {
      for (const day of ["2026-01-15", "2026-04-05", "2026-07-15", "2026-09-27"])
        expect(localDay(noonOf(new Date(`${day}T00:00:00Z`), zone) as Date, zone)).toBe(day);
    },
  );

  test("an unset day has no noon", () => {
    expect(noonOf(null, "UTC")).toBeNull();
  });

  test("a first time is no reschedule, another one is", () => {
    const [day, other] = [at("20T08:00"), at("21T08:00")];
    const timed = (startsAt: Date | null) => ({ startsAt, dueOn: null });
    expect(isRescheduled(timed(null), timed(day))).toBe(false);
    expect(isRescheduled(timed(day), timed(null))).toBe(false);
    expect(isRescheduled(timed(day), timed(new Date(day)))).toBe(false);
    expect(isRescheduled(timed(day), timed(other))).toBe(true);
  });
});
