import { expect, test } from "vitest";
import { readOptions } from "./options";

const ids = ["R5", "R6"];

test("without words: every drill at small scale, and no file", () => {
  expect(readOptions([], ids)).toMatchObject({ scale: { name: "small" }, seed: 1, only: undefined, out: undefined });
});

test("each word is taken", () => {
  const args = ["--scale", "full", "--only", "R6,R5", "--seed", "7", "--out", "drill.json"];
  expect(readOptions(args, ids)).toMatchObject({
    scale: { name: "full" },
    seed: 7,
    only: ["R6", "R5"],
    out: "drill.json",
  });
});

test.each([
  [["--outt", "x.json"]],
  [["--out"]],
  [["--out", ""]],
  [["--scale", "huge"]],
  [["--seed", "many"]],
  [["--only", "R5,R99"]],
  [["R5"]],
])("%j is answered with the usage", (args) => {
  expect(() => readOptions(args, ids)).toThrow(/^Usage: npm run drill -- .*--only R5,R6.*--out FILE/);
});
