import { describe, expect, test } from "vitest";
import { followingTime, movedTo, nearDays, workingDayLater } from "./other-times";

const timeZone = "America/Chicago";
// A Thursday, 10:40 AM in Chicago.
const now = new Date("2026-11-26T16:40:00Z");
const at = (startsAt: string | null) => ({ startsAt });

describe("another time", () => {
  test("keeps the time of day, also over the end of summer time, and a due day stays a day", () => {
    const summer = at("2026-10-30T20:00:00Z");
    expect(movedTo("2026-11-30", summer, now, timeZone)).toEqual({ startsAt: "2026-11-30T21:00:00.000Z", dueOn: null });
    expect(movedTo("2026-11-30", at(null), now, timeZone)).toEqual({
      startsAt: null,
      dueOn: "2026-11-30",
    });
  });

  test("is today's next full hour where that time has passed", () => {
    const early = at("2026-11-20T14:00:00Z");
    expect(movedTo("2026-11-26", early, now, timeZone).startsAt).toBe("2026-11-26T17:00:00.000Z");
    const lastHour = new Date("2026-11-27T05:30:00Z");
    expect(movedTo("2026-11-26", early, lastHour, timeZone).startsAt).toBe("2026-11-27T05:59:00.000Z");
  });

  test("is near in the workspace's zone", () => {
    const days = nearDays(new Date("2026-11-27T03:00:00Z"), timeZone).map(({ day }) => day);
    expect(days).toEqual(["2026-11-26", "2026-11-27", "2026-12-03"]);
  });
});

test("the next activity is proposed in three working days", () => {
  expect(workingDayLater("2026-11-26", 3)).toBe("2026-12-01");
  expect(workingDayLater("2026-11-28", 1)).toBe("2026-11-30");
  expect(followingTime(at("2026-11-26T21:00:00Z"), now, timeZone)).toEqual({
    startsAt: "2026-12-01T21:00:00.000Z",
    dueOn: null,
  });
  expect(followingTime(at(null), now, timeZone)).toEqual({ startsAt: null, dueOn: "2026-12-01" });
});
