import { expect, test } from "vitest";
import { inOrder, type ListedGroup } from "./list-rows";

const groupsQuery = (value: string | null, label: string | null = null): ListedGroup => ({
  ...{ value, label, placeholder: false, count: 1, sums: [] },
});
const name = (group: ListedGroup) => group.label ?? group.value ?? "";

test("groups stand by name, or as the grouping says, and those without a value last", () => {
  const groups = [groupsQuery(null), groupsQuery("b", "Zoe"), groupsQuery("a", "Yann"), groupsQuery("c", "Adam")];
  expect(inOrder(groups, { name }).map(({ value }) => value)).toEqual(["c", "a", "b", null]);
  expect(inOrder(groups, { name, order: ["b", "a"] }).map(({ value }) => value)).toEqual(["b", "a", "c", null]);
});
