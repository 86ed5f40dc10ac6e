import { expect, test } from "vitest";
import { withQuery } from "./with-query";

test("a query is added behind the one that an address has", () => {
  expect(withQuery("/tasks", "saved=1")).toBe("/tasks?saved=1");
  expect(withQuery("/tasks?view=calendar", "saved=1")).toBe("/tasks?view=calendar&saved=1");
  expect(withQuery("/tasks", "")).toBe("/tasks");
});
