import { describe, expect, it } from "vitest";
import { arePartsOfOne, coercePartOfOne } from "./parts-of-one";

describe("percentages as parts of one", () => {
  it("are known by lying between 0 and 1, not only on them", () => {
    expect(arePartsOfOne(["0.35", "", "1", "0"], { decimal: "." })).toBe(true);
    expect(arePartsOfOne(["0,9"], { decimal: "," })).toBe(true);
    for (const others of [["0", "1"], ["0.5", "35"], ["0.5", "35 %"], ["-0.5", "0.5"], ["n/a", "0.5"], []])
      expect(arePartsOfOne(others, { decimal: "." })).toBe(false);
  });

  it("are read in whole per cent", () => {
    expect(["0.35", "1", "0.125", ""].map((text) => coercePartOfOne(text, { decimal: "." }))).toEqual(
      [35, 100, 12, null].map((value) => ({ ok: true, value })),
    );
    expect(coercePartOfOne("half", { decimal: "." })).toMatchObject({ ok: false });
  });
});
