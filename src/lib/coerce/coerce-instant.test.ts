import { describe, expect, test } from "vitest";
import { coerceInstant } from "./coerce-instant";

const read = (text: string, order: "dmy" | "mdy" | null = null) => {
  const found = coerceInstant(text, { timeZone: "Europe/Berlin", order });
  return found.ok ? found.value : found.reason;
};

describe("a moment", () => {
  test.each([
    ["2026-02-03T10:00:00Z", "2026-02-03T10:00:00.000Z"],
    ["2026-02-03T10:00:00+05:30", "2026-02-03T04:30:00.000Z"],
    ["2026-02-03 14:30", "2026-02-03T13:30:00.000Z"],
    ["2026-07-03 14:30:15", "2026-07-03T12:30:15.000Z"],
    ["2026-02-03", "2026-02-02T23:00:00.000Z"],
    ["2026-02-03 14:30 +0200", "2026-02-03T12:30:00.000Z"],
    ["2026-02-03 12:15 AM", "2026-02-02T23:15:00.000Z"],
    ["2026-02-03 12:15 pm", "2026-02-03T11:15:00.000Z"],
    ["3 February 2026, 14:30 Uhr", "2026-02-03T13:30:00.000Z"],
    // The clocks go back from 3:00 to 2:00: the first one is meant.
    ["2026-10-25 02:30", "2026-10-25T00:30:00.000Z"],
    ["2026-10-25 02:30 +0100", "2026-10-25T01:30:00.000Z"],
    ["", null],
  ])("%j is %j in Berlin", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("has its day and month in the order of its column", () => {
    expect(read("03/02/2026 14:30", "dmy")).toBe("2026-02-03T13:30:00.000Z");
    expect(read("03/02/2026 14:30", "mdy")).toBe("2026-03-02T13:30:00.000Z");
    expect(read("03/02/2026 14:30")).toContain("Choose the order of day and month");
  });

  test("that the clocks skip is refused, but not with an offset of its own", () => {
    expect(read("2026-03-29 02:30")).toBe(
      "02:30 on 2026-03-29 does not exist: the clocks of Europe/Berlin go from 02:00 to 03:00. Write a time before or after that.",
    );
    expect(read("2026-03-29 02:30 +0100")).toBe("2026-03-29T01:30:00.000Z");
    const inApia = coerceInstant("2011-12-30 09:00", { timeZone: "Pacific/Apia" });
    expect(inApia).toMatchObject({ reason: expect.stringContaining("go from 2011-12-30 00:00 to 2011-12-31 00:00.") });
  });

  test.each(["soon", "2026-02-30 10:00", "2026-02-03 25:00", "2026-02-03 13:00 PM", "2026-02-03 10:00 CEST"])(
    "%j is none",
    (text) => {
      expect(read(text)).not.toMatch(/^\d{4}-\d{2}-\d{2}T/);
    },
  );
});
