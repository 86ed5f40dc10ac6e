import { describe, expect, test } from "vitest";
import {
  fiscalYearStartProblem,
  maxRelativeDays,
  periodOf,
  readRelativeDate,
  relativeDatePattern,
  relativeDateProblem,
} from "./relative-dates";

const period = (text: string, today: string, start = "01-01") => {
  const date = readRelativeDate(text);
  if (!date) throw new Error(`${text} is no relative date.`);
  const { from, to } = periodOf(date, today, start);
  return `${from} ${to}`;
};

describe("periodOf", () => {
  // 2026-11-26 is a Thursday.
  test.each([
    ["today", "2026-11-26 2026-11-26"],
    ["yesterday", "2026-11-25 2026-11-25"],
    ["tomorrow", "2026-11-27 2026-11-27"],
    ["last 1 days", "2026-11-26 2026-11-26"],
    ["last 30 days", "2026-10-28 2026-11-26"],
    ["next 7 days", "2026-11-26 2026-12-02"],
    ["last week", "2026-11-16 2026-11-22"],
    ["this week", "2026-11-23 2026-11-29"],
    ["next week", "2026-11-30 2026-12-06"],
    ["last month", "2026-10-01 2026-10-31"],
    ["this month", "2026-11-01 2026-11-30"],
    ["next month", "2026-12-01 2026-12-31"],
    ["last quarter", "2026-07-01 2026-09-30"],
    ["this quarter", "2026-10-01 2026-12-31"],
    ["next quarter", "2027-01-01 2027-03-31"],
    ["this year", "2026-01-01 2026-12-31"],
    ["next year", "2027-01-01 2027-12-31"],
    ["this fiscal year", "2026-01-01 2026-12-31"],
    ["last fiscal quarter", "2026-07-01 2026-09-30"],
  ])("%s is %s", (text, days) => {
    expect(period(text, "2026-11-26")).toBe(days);
  });

  test.each([
    ["2026-11-26", "04-01", "this fiscal year", "2026-04-01 2027-03-31"],
    ["2026-03-31", "04-01", "this fiscal year", "2025-04-01 2026-03-31"],
    ["2026-04-01", "04-01", "this fiscal year", "2026-04-01 2027-03-31"],
    ["2026-11-26", "04-01", "last fiscal quarter", "2026-07-01 2026-09-30"],
    ["2026-11-26", "04-01", "next fiscal quarter", "2027-01-01 2027-03-31"],
    ["2027-02-01", "04-01", "next fiscal quarter", "2027-04-01 2027-06-30"],
    ["2026-04-15", "04-01", "last fiscal quarter", "2026-01-01 2026-03-31"],
    ["2026-11-30", "08-31", "this fiscal quarter", "2026-11-30 2027-02-27"],
    ["2028-02-29", "08-31", "this fiscal quarter", "2028-02-29 2028-05-30"],
    ["2026-01-05", "01-06", "this fiscal year", "2025-01-06 2026-01-05"],
  ])("on %s, with a fiscal year from %s, %s is %s", (today, start, text, days) => {
    expect(period(text, today, start)).toBe(days);
  });

  test("periods of a unit follow each other without a gap, whatever day the fiscal year begins on", () => {
    for (const unit of ["week", "month", "quarter", "year", "fiscal quarter", "fiscal year"])
      for (const start of ["01-01", "02-28", "05-31", "08-31", "12-31"])
        for (const today of [
          "2027-12-31",
          "2028-01-01",
          "2028-02-28",
          "2028-02-29",
          "2028-03-01",
          "2028-08-30",
          "2028-08-31",
        ]) {
          const [last, now, next] = ["last", "this", "next"].map((place) =>
            period(`${place} ${unit}`, today, start).split(" "),
          );
          const dayAfter = (day = "") => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
          expect([dayAfter(last?.[1]), dayAfter(now?.[1])], `${unit} ${start} ${today}`).toEqual([now?.[0], next?.[0]]);
          expect(now?.[0] && now[0] <= today && today <= (now[1] ?? ""), `${unit} ${start} ${today}`).toBe(true);
        }
  });
});

test("other texts are no relative dates", () => {
  for (const text of [
    "",
    "Today",
    "last days",
    "last 3 weeks",
    "this 3 days",
    "next fiscal week",
    "2026-11-26",
    "toString",
  ])
    expect(readRelativeDate(text), text).toBeNull();
});

test("the number of days is bounded", () => {
  const problem = (text: string) => relativeDateProblem(readRelativeDate(text) ?? { kind: "day", day: "today" });
  expect(problem("last 1000000000 days")).toBe("Use 1 to 3,650 days.");
  expect(problem("next 0 days")).toBe("Use 1 to 3,650 days.");
  expect(problem(`last ${maxRelativeDays} days`)).toBeNull();
  expect(problem("this week")).toBeNull();
});

test("the pattern of the API accepts relative dates, and nothing else", () => {
  const pattern = new RegExp(relativeDatePattern);
  for (const text of ["today", "last 30 days", "this fiscal quarter"]) expect(text).toMatch(pattern);
  for (const text of ["this 3 days", "last 0 days", "todays", "last 100000 days"]) expect(text).not.toMatch(pattern);
});

describe("the first day of the fiscal year", () => {
  test.each(["01-01", "04-01", "02-28", "12-31"])("can be %s", (text) => {
    expect(fiscalYearStartProblem(text)).toBeNull();
  });
  test("is not February 29", () => {
    expect(fiscalYearStartProblem("02-29")).toBe("Most years have no February 29. Choose February 28 or March 1.");
  });
  test.each(["", "4-1", "13-01", "04-31", "02-30", "00-10", "04-01T00", "04-00"])("is not %j", (text) => {
    expect(fiscalYearStartProblem(text)).toBe("Choose a month and a day of it, such as April 1.");
  });
});
