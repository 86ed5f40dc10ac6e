import { describe, expect, it } from "vitest";
import { dayText } from "./day-words";

describe("a day in words", () => {
  it.each([
    ["2026-11-20", "Today"],
    ["2026-11-19", "Yesterday"],
    ["2026-11-21", "Tomorrow"],
    ["2026-11-18", "Wed"],
    ["2026-11-23", "Mon"],
    ["2026-11-24", "Nov 24"],
    ["2026-11-16", "Nov 16"],
    ["2027-01-08", "Jan 8, 2027"],
    ["2025-11-20", "Nov 20, 2025"],
  ])("%s is %s", (day, words) => expect(dayText(day, "2026-11-20", "en-US")).toBe(words));

  it("counts over the end of a year", () => {
    expect(dayText("2027-01-01", "2026-12-31", "en-US")).toBe("Tomorrow");
    expect(dayText("2027-01-03", "2026-12-31", "en-US")).toBe("Sun");
  });

  it("speaks the language of the workspace", () => {
    expect(dayText("2026-11-19", "2026-11-20", "de-DE")).toBe("Gestern");
  });
});
