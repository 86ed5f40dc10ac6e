import { expect, test } from "vitest";
import { moreBeside } from "./use-more-beside";

test.each([
  [{ scrollLeft: 0, clientWidth: 300, scrollWidth: 300 }, ""],
  [{ scrollLeft: 0, clientWidth: 300, scrollWidth: 900 }, "after"],
  [{ scrollLeft: 200, clientWidth: 300, scrollWidth: 900 }, "before after"],
  [{ scrollLeft: 600, clientWidth: 300, scrollWidth: 900 }, "before"],
  // A screen of fractions: half a pixel at the end is nothing to see.
  [{ scrollLeft: 599.5, clientWidth: 300, scrollWidth: 900.4 }, "before"],
])("the ends of a row with more behind them: %o", (box, more) => {
  expect(moreBeside(box)).toBe(more);
});
