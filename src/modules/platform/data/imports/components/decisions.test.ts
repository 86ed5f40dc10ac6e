import { expect, test } from "vitest";
import { columnKinds } from "@/lib/catalog";
import { isTyped } from "./decisions";

test("a value that no list has is typed: a time or a phone number has nothing to choose from", () => {
  expect(columnKinds.filter((kind) => !isTyped(kind))).toEqual(["text", "longText", "enum", "reference"]);
  expect(isTyped(undefined)).toBe(false);
});
