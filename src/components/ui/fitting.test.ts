import { expect, test } from "vitest";
import { fitting } from "./fitting";

test.each([
  ["all that fit", [50, 20], 74, 2],
  ["none that is cut, and the number of the others", [50, 50, 50], 140, 2],
  ["room for that number", [50, 50, 50], 135, 1],
  ["one at least, which is cut", [200, 50], 100, 1],
  ["nothing where there is none", [], 100, 0],
])("a line shows %s", (_, widths, room, shown) => expect(fitting(widths, room)).toBe(shown));
