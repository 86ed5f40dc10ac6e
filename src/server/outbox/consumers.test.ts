import { expect, test } from "vitest";
import { consumers, registerConsumers } from "./consumers";

test("a process that loads no registry learns it from its first event, and not from screens that hear nothing", () => {
  expect(() => consumers()).toThrow("import registry/register");
  registerConsumers([]);
  expect(consumers()).toEqual([]);
});
