import { describe, expect, test } from "vitest";
import { moveColumn, placeColumns } from "@/components/data-table/column-layout";

const columns = [{ id: "name", width: 184 }, { id: "value", width: 92 }, { id: "created", hidden: true }];

describe("placeColumns", () => {
  test("without places the definitions hold", () => {
    expect(placeColumns(columns, null)).toEqual([
      { id: "name", width: 184, resized: false },
      { id: "value", width: 92, resized: false },
    ]);
  });

  test("places decide order, width and what is hidden", () => {
    expect(placeColumns(columns, [{ id: "created" }, { id: "name", width: 300, pinned: true }])).toEqual([
      { id: "created", width: 140, resized: false },
      { id: "name", width: 300, pinned: true, resized: true },
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
