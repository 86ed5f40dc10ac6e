import { describe, expect, test } from "vitest";
import { gridTracks, moveColumn, placeColumns, withWidths } from "@/components/data-table/column-layout";

const columns = [
  { id: "name", width: 184 },
  { id: "value", width: 92 },
  { id: "created", hidden: true },
];

describe("placeColumns", () => {
  test("without places the definitions hold", () => {
    expect(placeColumns(columns, null)).toEqual([
      { id: "name", width: 184, pinned: true, resized: false },
      { id: "value", width: 92, pinned: false, resized: false },
    ]);
  });

  test("places decide order, width and what is hidden", () => {
    expect(placeColumns(columns, [{ id: "created" }, { id: "name", width: 300, pinned: true }])).toEqual([
      { id: "created", width: 140, pinned: false, resized: false },
      { id: "name", width: 300, pinned: false, resized: true },
    ]);
  });

  test("unknown and repeated ids fall out and the first column cannot be lost", () => {
    expect(placeColumns(columns, [{ id: "value" }, { id: "gone" }, { id: "value" }]).map((place) => place.id)).toEqual([
      "name",
      "value",
    ]);
  });
});

test("moveColumn takes the place of the other, from both sides", () => {
  const places = [{ id: "a" }, { id: "b" }, { id: "c" }];
  expect(moveColumn(places, "a", "c").map((place) => place.id)).toEqual(["b", "c", "a"]);
  expect(moveColumn(places, "c", "a").map((place) => place.id)).toEqual(["c", "a", "b"]);
  expect(moveColumn(places, "a", "x").map((place) => place.id)).toEqual(["a", "b", "c"]);
});

test("spare width goes to the first column that was not resized, else to the last", () => {
  const placed = placeColumns(columns, [{ id: "name", width: 200 }, { id: "value" }]);
  expect(gridTracks(placed, {})).toBe("36px 200px minmax(92px, 1fr)");
  expect(gridTracks(placed, { name: 260 })).toBe("36px 260px minmax(92px, 1fr)");
  const all = placeColumns(columns, [
    { id: "name", width: 200 },
    { id: "value", width: 100 },
  ]);
  expect(gridTracks(all, {})).toBe("36px 200px minmax(100px, 1fr)");
});

test("withWidths keeps only widths that somebody gave", () => {
  const placed = placeColumns(columns, null);
  expect(withWidths(placed, { value: 120, name: 184 })).toEqual([
    { id: "name", pinned: true },
    { id: "value", width: 120 },
  ]);
});
