import { expect, test } from "vitest";
import { readPhoneNumber } from "./phone-number";

test.each([
  ["030 901820", "DE", "+4930901820"],
  ["030 901820 ext. 5", "DE", "+4930901820;ext=5"],
  ["+49 30 901820", undefined, "+4930901820"],
  ["(+49) 30 901820", undefined, "+4930901820"],
  ["0049 30 901820", undefined, "+4930901820"],
  ["0049 30 901820", "US", "+4930901820"],
  ["0049 30 901820", "DE", "+4930901820"],
  ["(0049) 30 901820 ext. 5", undefined, "+4930901820;ext=5"],
  // From Australia one dials 0011 before the country.
  ["0011 49 30 901820", "AU", "+4930901820"],
] as const)("%s in %s is %s", (typed, country, value) =>
  expect(readPhoneNumber(typed, country)).toMatchObject({ value, valid: true }),
);

test.each([
  ["030 901820", undefined],
  ["00 12", "DE"],
  ["0", undefined],
] as const)("%s in %s stays as it was typed", (typed, country) =>
  expect(readPhoneNumber(typed, country)).toEqual({ value: typed, display: typed, valid: false }),
);
