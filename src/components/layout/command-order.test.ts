import { expect, test } from "vitest";
import { inOrder } from "./command-order";

const entry = (label: string) => ({ id: label, label, icon: null, onSelect: () => undefined });
const groups = [
  { id: "create", label: "Create", entries: [entry("New opportunity"), entry("New account"), entry("Log a call")] },
  { id: "go", label: "Go to", entries: [entry("Opportunities"), entry("Inbox")] },
];
const labels = (text: string) => {
  const { named, others } = inOrder(groups, text);
  const of = (some: typeof named) => some.flatMap(({ entries }) => entries.map(({ label }) => label));
  return { named: of(named), others: of(others) };
};

test.each([
  ["new opp", ["New opportunity"]],
  ["New account", ["New account"]],
  ["log a", ["Log a call"]],
  ["inbox", ["Inbox"]],
])("what “%s” names stands before the records that are found", (text, named) => {
  expect(labels(text)).toEqual({ named, others: [] });
});

test("a part of a word names nothing: the records that are found stay first", () => {
  expect(labels("opp")).toEqual({ named: [], others: ["New opportunity", "Opportunities"] });
  expect(labels("")).toMatchObject({ named: [] });
});
