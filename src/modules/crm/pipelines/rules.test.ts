import { describe, expect, test } from "vitest";
import { reordered } from "@/lib/reorder";
import { inOrder, shownPipeline } from "./rules";

describe("putting stages into order", () => {
  test("an entry goes up, down, and stays where it is", () => {
    expect(reordered(["a", "b", "c", "d"], 2, 0)).toEqual(["c", "a", "b", "d"]);
    expect(reordered(["a", "b", "c", "d"], 0, 3)).toEqual(["b", "c", "d", "a"]);
    expect(reordered(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });

  test("items that the order does not name keep their order at the end", () => {
    const rows = ["a", "b", "c", "d"].map((id) => ({ id }));
    expect(inOrder(rows, ["c", "a"]).map(({ id }) => id)).toEqual(["c", "a", "b", "d"]);
  });
});

describe("the pipeline that a screen shows", () => {
  const [first, standard, other] = ["first", "standard", "other"].map((id) => ({ id, isDefault: id === "standard" }));
  const all = [first, standard, other].flatMap((one) => one ?? []);

  test("is the one that was asked for, else the default, else the first", () => {
    expect(shownPipeline(all, "other")).toBe(other);
    expect(shownPipeline(all, null)).toBe(standard);
    expect(shownPipeline(all, "archived meanwhile")).toBe(standard);
    expect(shownPipeline(all.slice(2), null)).toBe(other);
    expect(shownPipeline([], null)).toBeUndefined();
  });
});
