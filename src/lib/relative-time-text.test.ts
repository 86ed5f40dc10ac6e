import { describe, expect, it } from "vitest";
import { localeChoices } from "@/lib/regions";
import { exactTimeText, relativeTimeText, zoneText } from "./relative-time-text";

const now = new Date("2026-11-20T18:00:00Z");
const said = (at: string) => relativeTimeText(new Date(at), now, "en-US", "America/Chicago");

describe("relativeTimeText", () => {
  it.each([
    ["2026-11-20T17:59:31Z", "Now"],
    ["2026-11-20T17:35:00Z", "25m ago"],
    ["2026-11-20T15:10:00Z", "2h ago"],
    ["2026-11-18T17:00:00Z", "2d ago"],
    ["2026-11-13T18:00:01Z", "6d ago"],
    ["2026-11-13T17:59:00Z", "Nov 13"],
    ["2025-11-13T17:59:00Z", "Nov 13, 2025"],
  ])("says %s as %s", (at, text) => {
    expect(said(at)).toBe(text);
  });

  it("takes day and year in the reader's zone", () => {
    expect(said("2026-01-01T03:00:00Z")).toBe("Dec 31, 2025");
  });

  it.each(localeChoices().map(({ value }) => value))("is no number below zero in %s", (locale) => {
    for (const at of ["2026-11-20T17:35:00Z", "2026-11-20T02:00:00Z", "2026-11-18T17:00:00Z"])
      expect(relativeTimeText(new Date(at), now, locale, "UTC")).not.toMatch(/^[-−]/);
  });

  it("shows a time to come as a date", () => {
    expect(said("2026-11-30T12:00:00Z")).toBe("Nov 30");
  });
});

it("names a zone as it is at that moment", () => {
  expect(zoneText(new Date("2026-11-30T23:00:00Z"), "en-US", "America/Chicago")).toBe("CST");
  expect(zoneText(new Date("2026-07-30T23:00:00Z"), "en-US", "America/Chicago")).toBe("CDT");
  expect(zoneText(new Date("2026-11-30T23:00:00Z"), "en-GB", "Europe/Zurich")).toBe("CET");
});

describe("exactTimeText", () => {
  it("names the zone", () => {
    const text = exactTimeText(new Date("2026-11-30T23:00:00Z"), "en-US", "America/Chicago");
    expect(text.replace(/\s/g, " ")).toBe("Nov 30, 2026, 5:00 PM CST");
  });

  it("tells no time of what happened on a day without one", () => {
    const day = new Date("2026-11-30T06:00:00Z");
    expect(exactTimeText(day, "en-US", "America/Chicago")).toBe("Nov 30, 2026");
    expect(exactTimeText(day, "en-US", "UTC")).toContain("6:00");
  });
});
