import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coerceDate, type DateOptions } from "./coerce-date";
import { detectDateOrder } from "./date-order";

describe("coerceDate", () => {
  it.each<[string, DateOptions, string]>([
    ["2016-10-20", {}, "2016-10-20"],
    ["2016/1/5", {}, "2016-01-05"],
    ["2016.10.20", {}, "2016-10-20"],
    ["20161020", {}, "2016-10-20"],
    ["2016-10-20T23:59:59.999Z", {}, "2016-10-20"],
    ["2016-10-20 00:00:00+02:00", {}, "2016-10-20"],
    ["20/10/2016 1:45 PM", {}, "2016-10-20"],
    ["10/20/2016, 1:45 PM", {}, "2016-10-20"],
    ["20.10.2016, 13:45 Uhr", {}, "2016-10-20"],
    ["20/10/2016 à 13h45", {}, "2016-10-20"],
    ["2016-10-20 13:45:00 CEST", {}, "2016-10-20"],
    ["2016-10-20T13:45:00.000+0000", {}, "2016-10-20"],
    ["20.10.2016", {}, "2016-10-20"],
    ["10/20/2016", {}, "2016-10-20"],
    ["3/4/2017", { order: "mdy" }, "2017-03-04"],
    ["3/4/2017", { order: "dmy" }, "2017-04-03"],
    ["03-04-17", { order: "dmy" }, "2017-04-03"],
    ["1/2/99", { order: "mdy" }, "1999-01-02"],
    ["17-03-04", { order: "ymd" }, "2017-03-04"],
    ["5/5/2017", {}, "2017-05-05"],
    ["20 Oct 2016", {}, "2016-10-20"],
    ["20-Oct-16", {}, "2016-10-20"],
    ["Oct 20, 2016", {}, "2016-10-20"],
    ["October 20th 2016", {}, "2016-10-20"],
    ["Thursday, October 20, 2016", {}, "2016-10-20"],
    ["20. März 2016", {}, "2016-03-20"],
    ["1er août 2016", {}, "2016-08-01"],
    ["20 de octubre de 2016", {}, "2016-10-20"],
    ["2016-02-29", {}, "2016-02-29"],
    ["42663", { excelSerial: true }, "2016-10-20"],
    ["42663.75", { excelSerial: true }, "2016-10-20"],
    ["1", { excelSerial: true }, "1900-01-01"],
    ["59", { excelSerial: true }, "1900-02-28"],
    ["61", { excelSerial: true }, "1900-03-01"],
  ])("%s with %j is %s", (text, options, day) => {
    expect(coerceDate(text, options)).toEqual({ ok: true, value: day });
  });

  it.each<[string, DateOptions, string, string | undefined]>([
    ["2017-02-30", {}, "2017-02-30 does not exist; February 2017 has 28 days.", "2017-02-28"],
    ["2016-02-30", {}, "2016-02-30 does not exist; February 2016 has 29 days.", "2016-02-29"],
    ["1900-02-29", {}, "1900-02-29 does not exist; February 1900 has 28 days.", "1900-02-28"],
    ["2017-13-05", {}, "2017-13-05 does not exist; a year has 12 months. Did you mean 2017-05-13?", "2017-05-13"],
    ["2017-13-40", {}, "2017-13-40 does not exist; a year has 12 months.", undefined],
    ["2017-04-00", {}, "2017-04-00 does not exist; April 2017 has 30 days.", undefined],
    [
      "13/04/2017",
      { order: "mdy" },
      "“13/04/2017” is not in the order month, day, year. Did you mean 2017-04-13?",
      "2017-04-13",
    ],
    [
      "03/04/2017",
      {},
      "“03/04/2017” can be April 3, 2017 or March 4, 2017. Choose the order of day and month for this column.",
      undefined,
    ],
    [
      "13/4/2017",
      { order: "ymd" },
      "“13/4/2017” is not in the order year, month, day. Did you mean 2017-04-13?",
      "2017-04-13",
    ],
    ["1/2/2017", { order: "ymd" }, "“1/2/2017” is not in the order year, month, day.", undefined],
    ["13/13/2017", { order: "ymd" }, "“13/13/2017” is not in the order year, month, day.", undefined],
    ["42663", {}, "“42663” is a number. As an Excel date it means 2016-10-20.", "2016-10-20"],
    ["1996", {}, "“1996” is not a date.", undefined],
    ["0216-10-20", {}, "The year 216 is out of range. Use a date from 1900 to 2199.", undefined],
    ["soon", {}, "“soon” is not a date.", undefined],
    ["TBD 2016", {}, "“TBD 2016” is not a date.", undefined],
    ["n/a", {}, "“n/a” is not a date. Leave the cell empty if there is none.", ""],
    ["10/2016", {}, "“10/2016” is not a date.", undefined],
    ["2016-10-20x", {}, "“2016-10-20x” is not a date.", undefined],
    ["60", { excelSerial: true }, "“60” is not a date.", undefined],
  ])("%s with %j is refused: %s", (text, options, reason, suggestion) => {
    expect(coerceDate(text, options)).toEqual(
      suggestion === undefined ? { ok: false, reason } : { ok: false, reason, suggestion },
    );
  });

  it("reads every day in every order, and refuses those that the calendar lacks", () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(number(1900, 2199), number(1, 12), number(1, 31), (year, month, day) => {
        const iso = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        const date = new Date(`${iso}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
        const expected = exists ? { ok: true, value: iso } : { ok: false };
        expect(coerceDate(iso)).toMatchObject(expected);
        expect(coerceDate(`${day}.${month}.${year}`, { order: "dmy" })).toMatchObject(expected);
        expect(coerceDate(`${month}/${day}/${year}`, { order: "mdy" })).toMatchObject(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe("detectDateOrder", () => {
  it.each([
    [["2016-10-20", "2017-01-02"], "ymd", false],
    [["03/04/2017", "20/10/2016"], "dmy", false],
    [["03/04/2017", "10/20/2016"], "mdy", false],
    [["03.04.2017", "05.06.2017"], "dmy", false],
    [["03/04/2017", "05/06/2017"], null, true],
    [["20/10/2016", "10/20/2016"], null, true],
    [["20/10/2016", "21/10/2016", "10/20/2016"], "dmy", false],
    [["Oct 20, 2016", ""], null, false],
    [["1 Euro", "12"], null, false],
    [["20/10/2016 13:45", "03/04/2017 08:00"], "dmy", false],
  ])("of %j is %s, ambiguous %s", (samples, order, ambiguous) => {
    expect(detectDateOrder(samples)).toEqual({ order, ambiguous });
  });
});
