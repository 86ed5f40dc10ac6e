import fc from "fast-check";
import { expect, test } from "vitest";
import { guardedText, unguardedText } from "./formula-guard";

test("one apostrophe is removed, only before a sign that would have been guarded", () => {
  expect(["'=1+1", "'@x", "'\tx", "''quoted", "'＝1"].map(unguardedText)).toEqual([
    "=1+1",
    "@x",
    "\tx",
    "'quoted",
    "＝1",
  ]);
  expect(["'s Gravenhage", "'", "=1", "x'=1", "'0123"].map(unguardedText)).toEqual([
    "'s Gravenhage",
    "'",
    "=1",
    "x'=1",
    "'0123",
  ]);
});

test("every text comes back as it was", () => {
  const signs = fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "1", "a", " ", "＝");
  fc.assert(
    fc.property(fc.array(fc.oneof(signs, fc.string()), { maxLength: 6 }), (parts) => {
      const text = parts.join("");
      return unguardedText(guardedText(text)) === text;
    }),
  );
});
