import { expect, test } from "vitest";
import { type ListTree, treeKey, treeOrder } from "./list-tree";

interface Row {
  id: string;
  above: string | null;
}
const rows: Row[] = [
  { id: "a", above: null },
  { id: "b", above: null },
  { id: "b2", above: "b" },
  { id: "a1", above: "a" },
  { id: "b1", above: "b" },
  { id: "a11", above: "a1" },
];
const shown = (given: readonly Row[], open: string[]) =>
  treeOrder(given, { above: ({ above }) => above, open: new Set(open) }).map(
    ({ row, depth }) => `${" ".repeat(depth)}${row.id}`,
  );

test("rows stand below the open row that they belong to, in the order in which they came", () => {
  expect(shown(rows, ["a", "b"])).toEqual(["a", " a1", "b", " b2", " b1"]);
  expect(shown(rows, ["a", "a1"])).toEqual(["a", " a1", "  a11", "b"]);
});

test("a closed row takes everything below it along, also what is open there", () => {
  expect(shown(rows, ["a1", "b"])).toEqual(["a", "b", " b2", " b1"]);
});

test("a row that came twice is shown once, and one without its upper row stands on the first level", () => {
  expect(shown([...rows, { id: "a1", above: "b" }], ["a", "b"])).toEqual(["a", "b", " b2", " a1", " b1"]);
  expect(shown([{ id: "c", above: "gone" }, ...rows], [])).toEqual(["c", "a", "b"]);
});

test("rows that point to each other are left out instead of being walked forever", () => {
  const circle = [
    { id: "x", above: "y" },
    { id: "y", above: "x" },
  ];
  expect(shown([...circle, ...rows], ["x", "y"])).toEqual(["a", "b"]);
});

test("a tree of 5,000 rows is put in order at once", () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({ id: `${at}`, above: at < 100 ? null : `${at % 100}` }));
  expect(
    shown(
      many,
      Array.from({ length: 100 }, (_, at) => `${at}`),
    ),
  ).toHaveLength(5000);
});

test("the arrow keys open, close and go up, and else move through the cells", () => {
  const tree: ListTree = {
    places: new Map([
      ["closed", { depth: 0, aboveId: null, below: 2, open: false }],
      ["open", { depth: 0, aboveId: null, below: 2, open: true }],
      ["leaf", { depth: 1, aboveId: "open", below: 0, open: false }],
    ]),
    onToggle: () => undefined,
    hold: () => undefined,
    release: () => undefined,
  };
  expect(treeKey(tree, "closed", 1)).toBe("toggle");
  expect(treeKey(tree, "closed", -1)).toBeNull();
  expect(treeKey(tree, "open", 1)).toBeNull();
  expect(treeKey(tree, "open", -1)).toBe("toggle");
  expect(treeKey(tree, "leaf", 1)).toBeNull();
  expect(treeKey(tree, "leaf", -1)).toEqual({ to: "open" });
  expect(treeKey(tree, "gone", 1)).toBeNull();
});
