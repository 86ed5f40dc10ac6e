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

test("telephone numbers keep their sign, also several with types and extensions; what could be a formula does not", () => {
  const numbers = ["+13125550142", "+13125550142; mobile: +13125550143 ext. 5; 0301234", "+49 30 901820 ext. 5"];
  expect(numbers.map(guardedText)).toEqual(numbers);
  const others = ["+1; =cmd", "+1-2; 3", "+A1; B1", "+1 ext. A1", "+1;2"];
  expect(others.map(guardedText)).toEqual(others.map((text) => `'${text}`));
});
