import { expect, test } from "vitest";
import { modules, modulesBelow } from "./modules";

const graph = { platform: { on: [] }, crm: { on: ["platform"] }, pmo: { on: ["crm"] }, ai: { on: ["pmo"] } };

test("a module may use all that lie below it, and nothing above or beside it", () => {
  expect([...modulesBelow(graph, "ai")].toSorted()).toEqual(["crm", "platform", "pmo"]);
  expect([...modulesBelow({ ...graph, hub: { on: ["pmo"] } }, "hub")]).not.toContain("ai");
  expect([...modulesBelow(graph, "platform")]).toEqual([]);
});

test("the graph of the product has no circle and names no module that is not there", () => {
  for (const name of Object.keys(modules))
    for (const below of modulesBelow(modules, name)) expect(Object.keys(modules)).toContain(below);
  expect(() => modulesBelow({ a: { on: ["b"] }, b: { on: ["a"] } }, "a")).toThrow("a → b → a");
});
