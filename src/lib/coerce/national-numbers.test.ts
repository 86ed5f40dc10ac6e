import { expect, test } from "vitest";
import { nationalIn, withNational } from "./national-numbers";

test.each([
  ["030 901820", ["030 901820"]],
  ["(312) 555-0142 ext. 5", ["(312) 555-0142 ext. 5"]],
  ["+49 30 901820; 0171 1234567; 0049 30 901820", ["0171 1234567"]],
  ["mobile: 0171 1234567; work phone: +49 30 901820", ["0171 1234567"]],
  ["(+49) 30 901820", []],
  ["(0049) 30 901820", []],
  ["+13125550142;ext=5", []],
  ["tel:+4930901820", []],
  ["n/a; 112; ask Ann", []],
])("national numbers in %s are %j", (cell, numbers) => expect(nationalIn(cell)).toEqual(numbers));

test("only they change, and types before numbers stay", () => {
  const cell = "mobile: 0171 1234567; +49 30 901820;ext=5\nhome: 030 1; 030 901820";
  expect(withNational(cell, (number) => `<${number}>`)).toBe(
    "mobile: <0171 1234567>; +49 30 901820;ext=5; home: 030 1; <030 901820>",
  );
});
