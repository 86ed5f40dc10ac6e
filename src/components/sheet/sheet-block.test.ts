import { expect, test } from "vitest";
import { blockOf, cellsIn, movedWithin, pastedInto } from "./sheet-block";

const at = (row: number, column: number) => ({ row, column });

test("a block is the same from whichever corner it was drawn", () => {
  const block = { from: at(1, 2), to: at(3, 4) };
  expect(blockOf(at(1, 2), at(3, 4))).toEqual(block);
  expect(blockOf(at(3, 2), at(1, 4))).toEqual(block);
  expect(cellsIn({ from: at(1, 2), to: at(2, 3) })).toEqual([
    [at(1, 2), at(1, 3)],
    [at(2, 2), at(2, 3)],
  ]);
});

test("cells are pasted from the first place on, and as often as they fit the selection", () => {
  const cell = { from: at(5, 1), to: at(5, 1) };
  expect(pastedInto(cell, { rows: 2, columns: 3 })).toEqual({ from: at(5, 1), to: at(6, 3) });
  const block = { from: at(0, 0), to: at(3, 1) };
  expect(pastedInto(block, { rows: 1, columns: 1 })).toEqual(block);
  expect(pastedInto(block, { rows: 2, columns: 1 })).toEqual(block);
  expect(pastedInto(block, { rows: 3, columns: 1 })).toEqual({ from: at(0, 0), to: at(2, 1) });
});

test("a place stays within the sheet", () => {
  const size = { rows: 3, columns: 2 };
  expect(movedWithin(at(0, 0), { rows: -1, columns: 5 }, size)).toEqual(at(0, 1));
  expect(movedWithin(at(1, 1), { rows: 1, columns: -1 }, size)).toEqual(at(2, 0));
});
