import { expect, test } from "vitest";
import { inOrder, type ToldGroup } from "./list-rows";

const told = (value: string | null, label: string | null = null): ToldGroup => ({
  ...{ value, label, placeholder: false, count: 1, sums: [] },
});
const name = (group: ToldGroup) => group.label ?? group.value ?? "";

test("groups stand by name, or as the grouping says, and those without a value last", () => {
  const groups = [told(null), told("b", "Zoe"), told("a", "Yann"), told("c", "Adam")];
  expect(inOrder(groups, { name }).map(({ value }) => value)).toEqual(["c", "a", "b", null]);
  expect(inOrder(groups, { name, order: ["b", "a"] }).map(({ value }) => value)).toEqual(["b", "a", "c", null]);
});
