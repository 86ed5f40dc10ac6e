import { expect, test } from "vitest";
import { readOptions } from "./options";

const ids = { all: ["P2", "P8", "P10"], quick: ["P2", "P10"] };

test("a file is all that it needs: every figure at small scale", () => {
  expect(readOptions(["--out", "a.json"], ids)).toEqual({
    scale: expect.objectContaining({ name: "small" }),
    only: ids.all,
    out: "a.json",
    quick: false,
    record: false,
  });
});

test("each word is taken", () => {
  const args = ["--scale", "full", "--only", "P10", "--record", "--out", "a.json"];
  expect(readOptions(args, ids)).toMatchObject({
    scale: { name: "full" },
    only: ["P10"],
    out: "a.json",
    record: true,
  });
});

test("a quick run needs no file, and has only its own figures", () => {
  expect(readOptions(["--quick"], ids)).toMatchObject({ only: ids.quick, quick: true, out: undefined });
  expect(() => readOptions(["--quick", "--only", "P8"], ids)).toThrow(/^Usage/);
});

test.each([
  [["--bogus"]],
  [[]],
  [["--out"]],
  [["--out", ""]],
  [["--quick", "--out", ""]],
  [["--scale", "huge", "--out", "a.json"]],
  [["--only", "P2,P99", "--out", "a.json"]],
  [["P2", "--out", "a.json"]],
])("%j is answered with the usage", (args) => {
  expect(() => readOptions(args, ids)).toThrow(
    /^Usage: npm run bench -- .*--only P2,P8,P10.*--out FILE\n.*--quick .*--only P2,P10/,
  );
});
