import { expect, test } from "vitest";
import { arrayLiteral } from "./array-literal";

test("texts are quoted one by one, whatever stands in them", () => {
  expect(arrayLiteral(["a", "", "null", "NULL", "{x,y}", "ä 🙂"])).toBe('{"a","","null","NULL","{x,y}","ä 🙂"}');
  expect(arrayLiteral(['say "hi"', "back\\slash", '\\"'])).toBe('{"say \\"hi\\"","back\\\\slash","\\\\\\""}');
  expect(arrayLiteral([JSON.stringify({ name: 'A "b"\n' })])).toBe('{"{\\"name\\":\\"A \\\\\\"b\\\\\\"\\\\n\\"}"}');
});

test("what JSON would write in another way is itself in an array: ends of lines, tabs, other control characters", () => {
  expect(arrayLiteral(["one\ntwo", "a\tb", "\u0001", "\\n"])).toBe('{"one\ntwo","a\tb","\u0001","\\\\n"}');
});

test("nothing is NULL without quotes, and numbers have none", () => {
  expect(arrayLiteral(["a", null]).toUpperCase()).toBe('{"A",NULL}');
  expect(arrayLiteral([1, null, 3n, true])).toBe("{1,NULL,3,true}");
  expect(arrayLiteral([])).toBe("{}");
});
