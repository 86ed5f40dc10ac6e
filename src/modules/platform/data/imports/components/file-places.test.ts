import { expect, test } from "vitest";
import { fileAt, keptHeaders, placeOf, rowsOnce, uploaded } from "./file-places";

const file = (id: string, position: number, rowCount = 3) => ({ id, position, rowCount });
// In the order of their import, which is not that in which they were found.
const files = [file("c", 1), file("a", 0, 7), file("b", 1), file("d", 1)];

test("each object of an upload has a place of its own, and a file of one object needs no part", () => {
  expect(files.map((one) => placeOf(files, one))).toEqual([
    { file: 1, part: 1 },
    { file: 0, part: null },
    { file: 1, part: 0 },
    { file: 1, part: 2 },
  ]);
  for (const one of files) expect(fileAt(files, placeOf(files, one))).toBe(one);
});

test("a place of nothing that is there leads to the first object of its upload, or to none", () => {
  expect(fileAt(files, { file: 1, part: 9 })?.id).toBe("b");
  expect(fileAt(files, { file: 1, part: null })?.id).toBe("b");
  expect(fileAt(files, { file: 5, part: 0 })).toBeUndefined();
});

test("rows of several objects are those of one upload", () => {
  expect(uploaded(files)).toEqual({ files: 2, rows: 10 });
  expect(uploaded([])).toEqual({ files: 0, rows: 0 });
  const totals = [
    { fileId: "a", good: 6, skipped: 1 },
    { fileId: "b", good: 3, skipped: 0 },
    { fileId: "c", good: 2, skipped: 1 },
  ];
  expect(rowsOnce(files, totals), "a row that one object leaves out goes in with another").toEqual({
    good: 9,
    skipped: 1,
  });
});

test("columns without a field are named once, whatever files have them and however many objects their rows hold", () => {
  const files = [
    { id: "a", position: 0 },
    { id: "b", position: 0 },
    { id: "c", position: 1 },
  ];
  const columns = [
    { header: "Id", kept: false },
    { header: "Colour", kept: true },
  ];
  const analyses = [
    { fileId: "a", columns },
    { fileId: "b", columns },
    { fileId: "c", columns: [...columns, { header: "Size", kept: true }] },
  ];
  expect(keptHeaders(files, analyses)).toEqual(["Colour", "Size"]);
});
