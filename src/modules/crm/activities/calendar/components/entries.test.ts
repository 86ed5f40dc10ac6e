import { describe, expect, test } from "vitest";
import { momentOfClock } from "@/lib/working-time";
import { drawnNext, drawnOf, instantAt, movedBy, movedTo, neighbourOf, patched, resizedTo } from "./entries";

const berlin = "Europe/Berlin";
const timed = (startsAt: string, minutes: number) => ({
  startsAt,
  endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
  completedAt: null,
  day: null,
});

describe("an activity is drawn", () => {
  test("by the clock of the zone, and on its day if it has no time", () => {
    expect(drawnOf(timed("2026-11-25T08:00:00.000Z", 45), berlin)).toEqual({
      start: "2026-11-25T09:00",
      end: "2026-11-25T09:45",
      allDay: false,
    });
    expect(drawnOf({ ...timed("2026-11-25T08:00:00.000Z", 45), startsAt: null, day: "2026-11-25" }, berlin)).toEqual({
      start: "2026-11-25",
      end: "2026-11-26",
      allDay: true,
    });
  });

  test("for half an hour without a duration, and at the time at which it was completed without a start", () => {
    const none = { startsAt: null, endsAt: null, completedAt: "2026-11-25T08:00:00.000Z", day: null };
    expect(drawnOf(none, berlin)).toEqual({ start: "2026-11-25T09:00", end: "2026-11-25T09:30", allDay: false });
  });

  test("at its length in the night in which an hour comes twice", () => {
    // 2:45 of summer, and 2:15 of winter half an hour later.
    expect(drawnOf(timed("2026-10-25T00:45:00.000Z", 30), berlin)).toEqual({
      start: "2026-10-25T02:45",
      end: "2026-10-25T03:15",
      allDay: false,
    });
  });

  test("over the gap when the clocks go forward", () => {
    expect(drawnOf(timed("2026-03-29T00:30:00.000Z", 60), berlin)).toMatchObject({
      start: "2026-03-29T01:30",
      end: "2026-03-29T03:30",
    });
  });

  test("in outline before its series has made it", () => {
    const next = { id: "1", name: "Call", kind: "call" as const, duration: 15, dueOn: null, owner: null };
    expect(drawnNext({ ...next, startsAt: "2026-11-25T08:00:00.000Z" }, berlin)).toMatchObject({
      end: "2026-11-25T09:15",
    });
    expect(drawnNext({ ...next, startsAt: null, dueOn: "2026-11-25" }, berlin)).toMatchObject({ start: "2026-11-25" });
  });
});

describe("a move", () => {
  test("keeps the local time over a change of the clocks", () => {
    const before = timed(momentOfClock("2026-03-28", 9 * 60, berlin).toISOString(), 60);
    const to = movedBy(drawnOf(before, berlin), { minutes: 0, days: 1 });
    expect(to).toEqual({ start: "2026-03-29T09:00", allDay: false });
    expect(movedTo(before, to, berlin)).toEqual({ startsAt: "2026-03-29T07:00:00.000Z" });
  });

  test.each([
    ["Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z"],
    ["America/Chicago", "2026-03-08T02:30", "2026-03-08T08:30:00.000Z"],
    ["Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00.000Z"],
  ])("into an hour that the clocks of %s skip is after the gap", (zone, clock, instant) => {
    expect(movedTo({ startsAt: instant }, { start: clock, allDay: false }, zone)).toEqual({ startsAt: instant });
  });

  test("between times and days sets one and empties the other", () => {
    const before = timed("2026-11-25T08:00:00.000Z", 45);
    expect(movedTo(before, { start: "2026-11-26", allDay: true }, berlin)).toEqual({
      dueOn: "2026-11-26",
      startsAt: null,
    });
    expect(movedTo({ startsAt: null }, { start: "2026-11-26T10:00", allDay: false }, berlin)).toEqual({
      startsAt: "2026-11-26T09:00:00.000Z",
      dueOn: null,
    });
    expect(movedTo({ startsAt: null }, { start: "2026-11-27", allDay: true }, berlin)).toEqual({ dueOn: "2026-11-27" });
  });

  test("by keys goes to the day before at midnight, and a day alone has no minutes", () => {
    const drawn = { start: "2026-11-25T00:05", end: "2026-11-25T00:35", allDay: false };
    expect(movedBy(drawn, { minutes: -15, days: 0 })).toEqual({ start: "2026-11-24T23:50", allDay: false });
    const day = { start: "2026-11-25", end: "2026-11-26", allDay: true };
    expect(movedBy(day, { minutes: 15, days: 0 })).toEqual({ start: "2026-11-25", allDay: true });
    expect(movedBy(day, { minutes: 0, days: -1 })).toEqual({ start: "2026-11-24", allDay: true });
  });
});

test("a new end is a duration in real minutes, and never before the start", () => {
  const before = { startsAt: instantAt("2026-03-29T01:30", berlin).toISOString() };
  expect(resizedTo(before, "2026-03-29T03:30", berlin)).toEqual({ duration: 60 });
  expect(resizedTo(before, "2026-03-29T01:30", berlin)).toBeNull();
  expect(resizedTo(before, "2026-03-29T01:00", berlin)).toBeNull();
  expect(resizedTo({ startsAt: null }, "2026-03-29T03:30", berlin)).toBeNull();
});

test("a patch is shown as the server will return it", () => {
  const activity = { startsAt: "2026-11-25T08:00:00.000Z", duration: 45, dueOn: null, day: null, endsAt: null };
  const shown = (patch: object) => patched(activity as never, patch);
  expect(shown({ startsAt: "2026-11-25T10:00:00.000Z" })).toMatchObject({
    endsAt: "2026-11-25T10:45:00.000Z",
    day: null,
  });
  expect(shown({ startsAt: null, dueOn: "2026-11-26" })).toMatchObject({ endsAt: null, day: "2026-11-26" });
});

test("arrows lead along the time, and sideways to the nearest time of another day", () => {
  const at = (id: string, start: string, allDay = false) => ({ id, start, end: start, allDay });
  const entries = [
    at("lunch", "2026-11-25T12:00"),
    at("call", "2026-11-24T09:00"),
    at("demo", "2026-11-24T13:00"),
    at("due", "2026-11-24", true),
    at("review", "2026-11-27T11:00"),
  ];
  const next = (id: string, key: string) => neighbourOf(entries, id, key)?.id;
  expect(["due", "call", "demo", "lunch", "review"].map((id) => next(id, "ArrowDown"))).toEqual([
    "call",
    "demo",
    "lunch",
    "review",
    undefined,
  ]);
  expect(next("lunch", "ArrowUp")).toBe("demo");
  expect(next("lunch", "ArrowLeft")).toBe("demo");
  expect(next("due", "ArrowRight")).toBe("lunch");
  expect(next("lunch", "ArrowRight")).toBe("review");
  expect(next("review", "ArrowRight")).toBeUndefined();
});
