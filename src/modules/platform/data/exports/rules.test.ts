import { expect, test } from "vitest";
import { tooManyRows } from "./rules";

test("a sheet holds as many records as it has rows below its header", () => {
  expect(tooManyRows(1_048_575, "en-US")).toBeNull();
  expect(tooManyRows(1_048_576, "en-US")).toBe(
    "A sheet of a workbook holds 1,048,575 rows at most, and this list has 1,048,576 rows. Choose CSV, or add a condition.",
  );
});
