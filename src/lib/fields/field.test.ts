import { expect, test } from "vitest";
import { isInForm, makeField } from "./field";

test("a form leaves out what it is told to, but nothing that a new record must have", () => {
  const leftOut = { label: "Reason", inForm: false };
  expect(isInForm(makeField("text", { label: "Reason" }))).toBe(true);
  expect(isInForm(makeField("text", leftOut))).toBe(false);
  expect(isInForm(makeField("text", { ...leftOut, requiredForNew: true }))).toBe(true);
});
