import { describe, expect, test } from "vitest";
import { type Times, urgencyOf, whenText } from "./when-text";

const timeZone = "America/Chicago";
const at = { locale: "en-US", timeZone };
// A Thursday, 10:40 AM in Chicago.
const now = new Date("2026-11-26T16:40:00Z");
const times = (given: Partial<Times>): Times => ({
  status: "planned",
  startsAt: null,
  dueOn: null,
  completedAt: null,
  ...given,
});

describe("when an activity takes place", () => {
  test("is the day in words with the time, or the day alone", () => {
    expect(whenText(times({ startsAt: "2026-11-26T21:00:00Z" }), now, at)).toBe("Today, 3:00 PM");
    // Still Wednesday in the zone of the workspace.
    expect(whenText(times({ startsAt: "2026-11-26T04:30:00Z" }), now, at)).toBe("Yesterday, 10:30 PM");
    expect(whenText(times({ dueOn: "2026-12-09" }), now, at)).toBe("Dec 9");
    expect(whenText(times({}), now, at)).toBe("No date");
  });

  test("is when it was completed, for one that had no start", () => {
    const done = times({ status: "completed", dueOn: "2026-12-09", completedAt: "2026-11-26T14:00:00Z" });
    expect(whenText(done, now, at)).toBe("Today, 8:00 AM");
    expect(whenText({ ...done, status: "cancelled", completedAt: null }, now, at)).toBe("Dec 9");
  });

  test("presses from its day on, until it is over", () => {
    const urgency = (given: Partial<Times>) => urgencyOf(times(given), now, timeZone);
    expect(urgency({ dueOn: "2026-11-25" })).toBe("overdue");
    expect(urgency({ startsAt: "2026-11-26T14:00:00Z" })).toBe("today");
    expect(urgency({ dueOn: "2026-11-27" })).toBe("later");
    expect(urgency({})).toBe("undated");
    expect(urgency({ status: "completed", dueOn: "2026-11-25" })).toBe("over");
  });
});
