import { expect, test } from "vitest";
import { parseDateEntry } from "@/components/data-table/date-entry";
import { todayIn } from "@/lib/day-words";

const friday = "2026-11-20";

test.each([
  ["today", ["2026-11-20"]],
  ["Tomorrow", ["2026-11-21"]],
  ["mon", ["2026-11-23", "2026-11-30"]],
  ["next friday", ["2026-11-27", "2026-12-04"]],
  ["+2w", ["2026-12-04"]],
  ["in 3 days", ["2026-11-23"]],
  ["3 months", ["2027-02-20"]],
  ["end of nov", ["2026-11-30", "2026-11-29"]],
  ["end of jan", ["2027-01-29", "2027-01-31"]],
  ["end of month", ["2026-11-30", "2026-11-29"]],
  ["end of week", ["2026-11-20"]],
  ["nov 30", ["2026-11-30", "2027-11-30"]],
  ["3 Jan", ["2027-01-03", "2026-01-03"]],
  ["Jan 8, 2028", ["2028-01-08"]],
  ["11/30", ["2026-11-30", "2027-11-30"]],
  ["11/30/27", ["2027-11-30"]],
  ["2026-02-28", ["2026-02-28"]],
  ["2026-02-30", []],
  ["feb 29", []],
  ["13/45", []],
  ["0026-11-30", []],
  ["11 x 30", []],
  ["30", []],
  ["nov", []],
  ["nov dec 3", []],
  ["soon", []],
  ["", []],
])("%s", (text, days) => {
  expect(parseDateEntry(text, friday, "en-US")).toEqual(days);
});

test("the locale gives the order of the numbers and the names", () => {
  expect(parseDateEntry("30.11.", friday, "de-DE")[0]).toBe("2026-11-30");
  expect(parseDateEntry("3 dezember", friday, "de-DE")[0]).toBe("2026-12-03");
  expect(parseDateEntry("freitag", friday, "de-DE")[0]).toBe("2026-11-27");
});

test("a locale's own words and signs stand between the numbers", () => {
  expect(parseDateEntry("30. 11. 2027", friday, "cs-CZ")).toEqual(["2027-11-30"]);
  expect(parseDateEntry("3 de dez", friday, "pt-BR")[0]).toBe("2026-12-03");
  expect(parseDateEntry("12月3日", friday, "ja-JP")[0]).toBe("2026-12-03");
  expect(parseDateEntry("5 лютого", friday, "uk-UA")[0]).toBe("2027-02-05");
});

test("Thai years are read as they are written, and ours stay ours", () => {
  for (const text of ["30/11/2570", "30/11/70", "30/11/2027", "2027-11-30"]) {
    expect(parseDateEntry(text, friday, "th-TH")).toEqual(["2027-11-30"]);
  }
  expect(parseDateEntry("30.11.27", friday, "de-DE")).toEqual(["2027-11-30"]);
});

test("today is the day of the zone, not of the server", () => {
  const now = new Date("2026-11-20T03:00:00Z");
  expect(todayIn("America/Chicago", now)).toBe("2026-11-19");
  expect(todayIn("Asia/Tokyo", now)).toBe("2026-11-20");
});
