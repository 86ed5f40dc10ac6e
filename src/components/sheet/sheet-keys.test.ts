import { expect, test } from "vitest";
import { sheetAct } from "./sheet-keys";

const press = (key: string, more: object = {}) =>
  sheetAct({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...more });

test("arrows move, with Shift they select, with Ctrl they go to the end", () => {
  expect(press("ArrowDown")).toEqual({ act: "move", rows: 1, columns: 0, extend: false });
  expect(press("ArrowLeft", { shiftKey: true })).toEqual({ act: "move", rows: 0, columns: -1, extend: true });
  expect(press("ArrowDown", { ctrlKey: true })).toMatchObject({ act: "move", rows: Number.MAX_SAFE_INTEGER });
  expect(press("End", { metaKey: true, shiftKey: true })).toMatchObject({ act: "move", extend: true });
});

test("keys of the page and of the browser stay theirs", () => {
  expect(press("z", { ctrlKey: true })).toBeNull();
  expect(press("c", { metaKey: true })).toBeNull();
  expect(press("ArrowRight", { altKey: true })).toBeNull();
  expect(press("x")).toBeNull();
  expect(press("d", { ctrlKey: true })).toEqual({ act: "fill" });
  expect(press("Tab", { shiftKey: true })).toEqual({ act: "tab", by: -1 });
});
