import { expect, test } from "vitest";
import { exportDetail, labelOf, plainValue } from "./words";

test("a stored value reads as people say it, and not as the code stores it", () => {
  expect(labelOf("record:export")).toBe("Export records");
  expect(plainValue("record:export", "allow")).toBe("Allowed");
  expect(plainValue("record:export", "deny")).toBe("Not allowed");
  expect(plainValue("status", "removed")).toBe("Removed");
  expect(plainValue("label", "removed")).toBe("removed");
  expect(plainValue("settings", null)).toBeNull();
});

test("the settings of a custom field name its options and limits", () => {
  const options = [
    { value: "gold", label: "Platinum" },
    { value: "silver", label: "Silver", archived: true },
  ];
  expect(plainValue("settings", { options, inForm: false })).toBe("Options: Platinum, Silver (archived); in form: no");
  expect(plainValue("settings", { min: 1, maxLength: 30 })).toBe("Min: 1; max length: 30");
});

test("an export says which records it held and how many", () => {
  const data = { noun: "account", rows: 1200, format: "xlsx" };
  expect(exportDetail({ entity: "recordExport", data }, "en-US")).toBe("1,200 accounts, Excel");
  expect(exportDetail({ entity: "recordExport", data: { ...data, reason: "The disk is full." } }, "en-US")).toBe(
    "1,200 accounts, Excel, The disk is full.",
  );
  expect(exportDetail({ entity: "account", data: {} }, "en-US")).toBeNull();
});
