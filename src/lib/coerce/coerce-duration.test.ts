import { describe, expect, test } from "vitest";
import { coerceDuration } from "./coerce-duration";

describe("a duration", () => {
  test.each([
    ["1h 30m", 90],
    ["1h30", 90],
    ["1h, 30 min", 90],
    ["1.5h", 90],
    ["1,15 hours", 69],
    ["1:30", 90],
    ["0:45:00", 45],
    ["90m", 90],
    ["90", 90],
    ["2d", 960],
    ["1w 2d 3h", 3540],
    ["1 Week", 2400],
    ["0", 0],
    ["10950d", 5_256_000],
  ])("%j is of %i minutes", (text, minutes) => expect(coerceDuration(text)).toEqual({ ok: true, value: minutes }));

  test.each([
    ["-1", "Use a duration of at least 0m (0 minutes)."],
    ["1000000000", "Use a duration of at most 10950d (5,256,000 minutes)."],
    ["10951d", "Use a duration of at most 10950d (5,256,000 minutes)."],
    ["1h 90m", "“1h 90m” has 90 minutes, but an hour has 60. Write 2h 30m."],
    ["1:75", "“1:75” has 75 minutes, but an hour has 60. Write 2h 15m."],
    ["1.51h", "“1.51h” is not a whole number of minutes. Write one such as 1h 30m, 2d or 45m."],
    ["1:30:20", "“1:30:20” is not a duration. Write one such as 1h 30m, 2d or 45m."],
    ["30m 1h", "“30m 1h” is not a duration. Write one such as 1h 30m, 2d or 45m."],
    ["1h 1h", "“1h 1h” is not a duration. Write one such as 1h 30m, 2d or 45m."],
    ["1,000m", "“1,000m” is not a duration. Write one such as 1h 30m, 2d or 45m."],
    ["soon", "“soon” is not a duration. Write one such as 1h 30m, 2d or 45m."],
    ["1month", "“1month” is not a duration. Write one such as 1h 30m, 2d or 45m."],
    ["n/a", "“n/a” is not a duration. Leave the cell empty if there is none."],
  ])("%j is refused with what to write", (text, reason) => {
    expect(coerceDuration(text)).toMatchObject({ ok: false, reason });
  });

  test("of a field with bounds and a day of its own keeps to them", () => {
    const limits = { min: -60, max: 7 * 24 * 60, minutesPerDay: 24 * 60 };
    expect(coerceDuration("2d", limits)).toEqual({ ok: true, value: 2880 });
    expect(coerceDuration("-1h", limits)).toEqual({ ok: true, value: -60 });
    expect(coerceDuration("8d", limits)).toMatchObject({ reason: "Use a duration of at most 7d (10,080 minutes)." });
    expect(coerceDuration("-61", limits)).toMatchObject({ reason: "Use a duration of at least -1h (-60 minutes)." });
  });

  test("that is empty is none", () => {
    expect(coerceDuration(" ")).toEqual({ ok: true, value: null });
  });
});
