import { expect, test } from "vitest";
import { placeOf, type TreeItem, targetOfDrop, targetOfStep, withoutBranch } from "./tree-moves";

const item = (id: string, aboveId: string | null = null, more: Partial<TreeItem> = {}): TreeItem => ({
  ...{ id, aboveId, depth: aboveId === null ? 0 : 1, closed: false, within: "p" },
  ...more,
});
/** A with B and C below it, D that is closed, and E of another project. */
const items = [
  item("A"),
  item("B", "A"),
  item("C", "A"),
  item("D", null, { closed: true }),
  item("E", null, { within: "q" }),
  item("F"),
];

test("keys move a row among its siblings, below the one before, and out of the one above", () => {
  expect(targetOfStep(items, "C", "up")).toEqual({ parentId: "A", afterId: null });
  expect(targetOfStep(items, "B", "up")).toBeNull();
  expect(targetOfStep(items, "A", "down")).toEqual({ parentId: null, afterId: "D" });
  expect(targetOfStep(items, "C", "down")).toBeNull();
  expect(targetOfStep(items, "C", "in")).toEqual({ parentId: "B" });
  expect(targetOfStep(items, "A", "in")).toBeNull();
  expect(targetOfStep(items, "B", "out")).toEqual({ parentId: null, afterId: "A" });
  expect(targetOfStep(items, "A", "out")).toBeNull();
});

test("rows of other records are no siblings", () => {
  expect(targetOfStep(items, "F", "up")).toEqual({ parentId: null, afterId: "A" });
  expect(targetOfStep(items, "E", "up")).toBeNull();
  expect(placeOf(items, "F")).toEqual({ parentId: null, afterId: "D" });
});

test("a row is dropped between others as deep as the pointer says", () => {
  expect(withoutBranch(items, "A").map(({ id }) => id)).toEqual(["D", "E", "F"]);
  const drop = (id: string, gap: number, depth: number) => targetOfDrop(items, id, { gap, depth })?.target ?? null;
  // Before D, behind C: at the top, or as the last one below A, or below C.
  expect(drop("F", 3, 0)).toEqual({ parentId: null, afterId: "A" });
  expect(drop("F", 3, 1)).toEqual({ parentId: "A", afterId: "C" });
  expect(drop("F", 3, 7)).toEqual({ parentId: "C", afterId: null });
  // Between B and C nothing is higher than they are.
  expect(drop("F", 2, 0)).toEqual({ parentId: "A", afterId: "B" });
  expect(drop("F", 0, 3)).toEqual({ parentId: null, afterId: null });
  // Below a closed row it comes last, whatever is there.
  expect(drop("B", 3, 1)).toEqual({ parentId: "D" });
  expect(drop("C", 2, 1)).toBeNull();
});
