import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { isWorkingMoment, localDay, momentOfDay, nextWorkingMoment, type WorkingWeek } from "@/lib/working-time";

/**
 * Expected values by other hands than ours: written by Python's zoneinfo, which read the clock minute by minute, and
 * compared with GNU date (`TZ=… date -d …`), both over the zone files of the system and not ICU's.
 */
const rows: string[][] = parse(readFileSync(new URL("working-time.golden.csv", import.meta.url), "utf8"), { from: 2 });
const casesOf = (kind: string) =>
  rows
    .filter(([its]) => its === kind)
    .map(([, zone = "", at = "", by = "", atWork = "", expected = "", why = ""]) => ({
      zone,
      at,
      by,
      atWork: atWork === "yes",
      expected,
      why,
    }));

const minutes = (hour: string) => {
  const [hours = 0, rest = 0] = hour.split(":").map(Number);
  return 60 * hours + rest;
};
const second = (moment: Date) => `${moment.toISOString().slice(0, -".000Z".length)}Z`;

test("the golden table has its two hundred cases, each once", () => {
  expect(rows.length).toBeGreaterThanOrEqual(200);
  expect(new Set(rows.map((row) => row.slice(0, 4).join())).size).toBe(rows.length);
});

describe("golden table", () => {
  test.each(casesOf("day"))("$at is $expected in $zone: $why", ({ zone, at, expected }) => {
    expect(localDay(new Date(at), zone)).toBe(expected);
  });

  test.each(casesOf("reach"))("$zone reaches $by of $at at $expected: $why", ({ zone, at, by, expected }) => {
    expect(second(momentOfDay(at, minutes(by), zone))).toBe(expected);
  });

  test.each(casesOf("work"))("at $at in $zone work ($by) is on or next at $expected: $why", (row) => {
    const [days = "", from = "", until = ""] = row.by.split(" ");
    const hours = { from: minutes(from), until: minutes(until) };
    const week: WorkingWeek = { zone: row.zone, days: [...days].map(Number), ...hours };
    const moment = new Date(row.at);
    expect([isWorkingMoment(moment, week), second(nextWorkingMoment(moment, week))]).toEqual([
      row.atWork,
      row.expected,
    ]);
  });
});

test("a week without working time is refused instead of searched for ever", () => {
  const never = { zone: "UTC", days: [], from: 540, until: 1020 };
  expect(isWorkingMoment(new Date(), never)).toBe(false);
  expect(() => nextWorkingMoment(new Date(), never)).toThrow(RangeError);
});
