import { expect, test } from "vitest";
import { readOptions } from "./options";

const ids = ["P2", "P10"];

test("a file is all that it needs: every figure at small scale", () => {
  expect(readOptions(["--out", "a.json"], ids)).toMatchObject({ scale: { name: "small" }, only: ids, out: "a.json" });
});

test("each word is taken", () => {
  const args = ["--scale", "full", "--only", "P10", "--out", "a.json"];
  expect(readOptions(args, ids)).toMatchObject({ scale: { name: "full" }, only: ["P10"], out: "a.json" });
});

test.each([
  [["--bogus"]],
  [[]],
  [["--out"]],
  [["--out", ""]],
  [["--scale", "huge", "--out", "a.json"]],
  [["--only", "P2,P99", "--out", "a.json"]],
  [["P2", "--out", "a.json"]],
])("%j is answered with the usage", (args) => {
  expect(() => readOptions(args, ids)).toThrow(/^Usage: npm run bench -- .*--only P2,P10.*--out FILE/);
});
