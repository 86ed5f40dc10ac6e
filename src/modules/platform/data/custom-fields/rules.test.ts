import { describe, expect, test } from "vitest";
import { sectionsOf, stepped } from "./rules";

const placed = (...pairs: [id: string, section: string | null][]) => pairs.map(([id, section]) => ({ id, section }));

describe("the order of fields in sections", () => {
  const fields = placed(["a", "Sales"], ["b", null], ["c", "Legal"], ["d", "Sales"]);

  test("fields stand together in their sections, those without one first", () => {
    expect(sectionsOf(fields).map(({ section, fields: inside }) => [section, inside.map(({ id }) => id)])).toEqual([
      [null, ["b"]],
      ["Sales", ["a", "d"]],
      ["Legal", ["c"]],
    ]);
  });

  test("a step goes to the neighbour, and at the end of a section into the next one", () => {
    expect(stepped(fields, "d", -1)).toEqual(placed(["b", null], ["d", "Sales"], ["a", "Sales"], ["c", "Legal"]));
    expect(stepped(fields, "d", 1)).toEqual(placed(["b", null], ["a", "Sales"], ["d", "Legal"], ["c", "Legal"]));
    expect(stepped(fields, "a", -1)).toEqual(placed(["b", null], ["a", null], ["d", "Sales"], ["c", "Legal"]));
  });

  test("the first and the last field have no step beyond", () => {
    expect(stepped(fields, "b", -1)).toBeNull();
    expect(stepped(fields, "c", 1)).toBeNull();
    expect(stepped(fields, "unknown", 1)).toBeNull();
  });
});
