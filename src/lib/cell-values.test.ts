import { expect, test } from "vitest";
import { cellValues, joinedValues } from "./cell-values";

const texts = (cell: string) => cellValues(cell).map(({ text }) => text);

test("a cell has its values between semicolons, line breaks or three colons", () => {
  expect(texts("a; b;c\nd\r\ne ::: f")).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(texts(" ; a ;; \n b; ")).toEqual(["a", "b"]);
  expect(texts("")).toEqual([]);
  expect(texts("Smith, Jones and Co.")).toEqual(["Smith, Jones and Co."]);
  expect(texts("+13125550142;ext=5; +14155550100")).toEqual(["+13125550142;ext=5", "+14155550100"]);
});

test("a value in quotation marks is one value; a quotation mark within a value is a part of it", () => {
  expect(cellValues('"Parts; labour"; Other')).toEqual([
    { text: "Parts; labour", isQuoted: true },
    { text: "Other", isQuoted: false },
  ]);
  expect(texts('"Big" Jim; 5" pipe')).toEqual(['"Big" Jim', '5" pipe']);
  expect(texts('"never closed; b')).toEqual(['"never closed', "b"]);
});

test("values that are joined are read back, whatever stands in them", () => {
  const hostile = [
    ";",
    '"',
    '""',
    "; ",
    ':::"',
    "a;b",
    '"a"; "b"',
    " a ",
    "a\nb",
    "::",
    ",",
    "\\",
    "'",
    '";"',
    "\r\nx",
  ];
  for (const one of hostile)
    for (const other of ["plain", ...hostile]) {
      const cell = joinedValues([one, other, one]);
      expect(texts(cell), cell).toEqual([one, other, one]);
    }
});
