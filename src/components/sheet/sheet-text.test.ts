import { expect, test } from "vitest";
import { cellsOfText, textOfCells } from "./sheet-text";

test("cells of a spreadsheet are read by tabs and lines, with quotes around what holds them", () => {
  expect(cellsOfText("a\tb\r\nc\td\r\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(cellsOfText('"two\nlines"\t"say ""so"""\n"open\tx')).toEqual([
    ["two\nlines", 'say "so"'],
    ['"open', "x"],
  ]);
  expect(cellsOfText("a\n\nb\tc")).toEqual([
    ["a", ""],
    ["", ""],
    ["b", "c"],
  ]);
  expect(cellsOfText("")).toEqual([[""]]);
});

test("what is copied is read as the same cells, and is no formula elsewhere", () => {
  const cells = [
    ["plain", 'a "quote"', "tab\there"],
    ["", "two\nlines", "=1+1"],
  ];
  expect(cellsOfText(textOfCells(cells))).toEqual(cells);
  expect(textOfCells([["=1+1", "-5"]])).toBe("'=1+1\t-5");
});
