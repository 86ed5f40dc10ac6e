import { expect, test } from "vitest";
import { makeQueryClient } from "./query-client";
import { undoActsOf } from "./undo-acts";

test("an act that ends after its person left the workspace is not undone from the next one", () => {
  const [left, next] = [makeQueryClient(), makeQueryClient()];
  const act = { message: "Role changed", undo: async () => true, toast: 1 };
  undoActsOf(left).add(act);
  expect(undoActsOf(next).take()).toBeUndefined();
  expect(undoActsOf(left).take()).toBe(act);
});
