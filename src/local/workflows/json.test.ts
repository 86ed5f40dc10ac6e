import { expect, it } from "vitest";
import { readJson } from "./json";

it.each([
  ['{"a":1}', { a: 1 }],
  [String.raw`"\ud83d\ude00"`, "\u{1f600}"],
  [String.raw`"\ud83d"`, "\ufffd"],
  [String.raw`"\uDE00x"`, "\ufffdx"],
  [String.raw`{"\ud800":["\ud800\ud83d\ude00"]}`, { "\ufffd": ["\ufffd\u{1f600}"] }],
  [String.raw`"\\ud800 \u0000 \" \\"`, '\\ud800 \0 " \\'],
])("%s", (text, value) => {
  expect(readJson(text)).toEqual(value);
});

it("a text that is none is refused", () => {
  expect(() => readJson("{")).toThrow(SyntaxError);
});
