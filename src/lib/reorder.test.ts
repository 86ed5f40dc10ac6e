import { expect, test } from "vitest";
import { findMove, reordered } from "./reorder";

const ids = ["a", "b", "c", "d"];

test.each([
  [3, 0, { id: "d", after: null, before: "a" }],
  [0, 3, { id: "a", after: "d", before: null }],
  [0, 2, { id: "a", after: "c", before: "d" }],
  [2, 1, { id: "b", after: "c", before: "d" }],
])("an entry moved from %i to %i is found with its neighbours", (from, to, moved) => {
  const later = reordered(ids, from, to);
  expect(findMove(ids, later)).toEqual(moved);
});

test("nothing was moved in the same order", () => expect(findMove(ids, [...ids])).toBeNull());
