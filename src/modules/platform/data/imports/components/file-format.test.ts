import { expect, test } from "vitest";
import { unreadSheets } from "./file-format";
import { nextLabel } from "./use-step-foot";

test("the sheets of a workbook that no file reads yet are named once", () => {
  const sheets = ["Organizations", "People", "Deals"].map((name) => ({ name, hidden: false }));
  const reading = (sheet: string) => ({ name: "export.xlsx", sheet, sheets });
  const [organizations, people, deals] = sheets.map(({ name }) => reading(name));
  if (!organizations || !people || !deals) throw new Error("The workbook has three sheets.");
  const namesOf = (file: typeof people, files: readonly (typeof people)[]) =>
    unreadSheets(file, files).map(({ name }) => name);
  expect(namesOf(organizations, [organizations])).toEqual(["People", "Deals"]);
  expect(namesOf(organizations, [organizations, deals])).toEqual(["People"]);
  expect(namesOf(deals, [organizations, deals])).toEqual([]);
  expect(namesOf(organizations, [organizations, people, deals])).toEqual([]);
});

test("the button to the next file fits on a phone", () => {
  const file = { title: "hubspot-crm-exports-all-companies-2026-11-20.csv" };
  expect(nextLabel(file, true)).toBe("Next file");
  expect(nextLabel(file, false)).toBe("Next: hubspot-crm-exports-all-companies-2026-11-20.csv");
});
