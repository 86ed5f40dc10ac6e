import { expect, test } from "vitest";
import { pastedFiles } from "./pasted-files";

const now = new Date(2026, 10, 3, 9, 5, 7);
const pasted = (...names: string[]) =>
  pastedFiles({ files: names.map((name) => new File(["x"], name, { type: "image/png" })) as unknown as FileList }, now);

test("a picture without a name is called by the time", () => {
  expect(pasted("image.png").map(({ name, type }) => [name, type])).toEqual([
    ["Pasted picture 2026-11-03 09.05.07.png", "image/png"],
  ]);
});

test("copied files keep their names", () => {
  expect(pasted("plan.pdf", "my image.png").map(({ name }) => name)).toEqual(["plan.pdf", "my image.png"]);
});

test("a paste of text has no files", () => {
  expect(pastedFiles(null, now)).toEqual([]);
});
