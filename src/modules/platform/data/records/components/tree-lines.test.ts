import { describe, expect, test } from "vitest";
import { treeLines } from "./tree-lines";

describe("the lines of a family tree", () => {
  const lines = (depths: number[]) => treeLines(depths.map((depth) => ({ depth }))).map((row) => row.join(" "));

  test("an elbow for each child, the last one ends the line", () => {
    expect(lines([0, 1, 1, 1])).toEqual(["", "branch", "branch", "end"]);
  });

  test("a line goes on beside the grandchildren of all but the last child", () => {
    expect(lines([0, 1, 2, 2, 1, 2])).toEqual(["", "branch", "on branch", "on end", "end", "none end"]);
  });

  test("one alone has no lines", () => {
    expect(lines([0])).toEqual([""]);
  });
});
