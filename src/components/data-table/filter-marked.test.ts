import { expect, test } from "vitest";
import { markedIn } from "./filter-marked";

test("the first row is marked once the marked one is gone, and another one stays marked while it is there", () => {
  expect(markedIn(["ann", "bo"], "")).toBe("ann");
  expect(markedIn(["ann", "bo"], "bo")).toBe("bo");
  expect(markedIn(["leo"], "me")).toBe("leo");
  expect(markedIn([], "me")).toBe("");
});
