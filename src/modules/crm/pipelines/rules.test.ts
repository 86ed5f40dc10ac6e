import { describe, expect, test } from "vitest";
import { reordered } from "@/lib/reorder";
import { inOrder } from "./rules";

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
