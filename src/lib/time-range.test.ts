import { afterEach, expect, it, vi } from "vitest";
import { timeRange } from "./time-range";

afterEach(() => vi.unstubAllGlobals());

const [from, until] = [new Date("2026-11-03T09:20:00Z"), new Date("2026-11-03T09:32:00Z")];

it("formats both ends in the zone and locale", () => {
  expect(timeRange(from, until, { locale: "en-US", timeZone: "UTC" })).toBe("9:20 AM – 9:32 AM");
  expect(timeRange(from, until, { locale: "de-DE", timeZone: "Europe/Berlin" })).toBe("10:20 – 10:32");
});

it.each(["\u202f", "\u2009", "\u00a0", " "])("is the same text where a runtime sets the space %j", (space) => {
  const real = new Intl.DateTimeFormat("en-US", { timeStyle: "short", timeZone: "UTC" });
  class Spaced {
    format = (at: Date) => real.format(at).replace(/\s/g, space);
  }
  vi.stubGlobal("Intl", { DateTimeFormat: Spaced });
  expect(timeRange(from, until, { locale: "en-US", timeZone: "UTC" })).toBe("9:20 AM – 9:32 AM");
});
