import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import type { NationalNumbers } from "../schema";
import type { FileAnalysis } from "./decisions";
import { withFileChange } from "./decisions";
import { PhoneQuestion, phoneAnswers } from "./phone-question";
import { type ShownFile, ShownFileProvider, type ShownImport, ShownImportProvider } from "./shown-import";

type Cells = NonNullable<FileAnalysis["nationalNumbers"]>;
const cells: Cells = {
  ...{ cells: 1200, more: false, country: "Germany", countryColumns: ["Country"] },
  examples: [{ line: 2, written: "030 901820", workspaceCountry: "+49 30 901820", rowCountry: null }],
};

function words(answer: NationalNumbers | null, all: readonly (Cells | null)[]): string {
  const data = all.map((nationalNumbers) => ({ nationalNumbers }));
  const file = { options: { nationalNumbers: answer } };
  const markup = markupOf(
    <ShownImportProvider value={{ analysis: { data } } as unknown as ShownImport}>
      <ShownFileProvider value={{ file, analysis: data[0], save: () => undefined } as unknown as ShownFile}>
        <PhoneQuestion />
      </ShownFileProvider>
    </ShownImportProvider>,
  );
  return markup
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

test("the question says how many cells it concerns, the rule, and what becomes of the first numbers", () => {
  const open = words(null, [cells]);
  expect(open).toContain("1,200 cells hold phone numbers without a country code");
  expect(open).toContain("Until then they stay as written.");
  expect(open).toContain("030 901820 stays as written");
  const own = words("workspaceCountry", [cells]);
  expect(own).toContain("the workspace's country (Germany)".replace("'", "&#x27;"));
  expect(own).toContain("030 901820 +49 30 901820");
  expect(words("rowCountry", [cells])).toContain("030 901820 stays as written");
  expect(words("asWritten", [cells])).not.toContain("+49");
});

test("it counts all files, and is not asked where a file has no such numbers", () => {
  const both = words(null, [cells, { ...cells, more: true }]);
  expect(both).toContain("At least 2,400 cells");
  expect(both).toContain("This answer holds for all files of the import.");
  expect(words(null, [null, cells])).toBe("");
});

test("the row's country can be chosen only where a column says it", () => {
  const values = (all: Cells[]) => phoneAnswers(all).map(({ value }) => value);
  expect(values([cells])).toEqual(["workspaceCountry", "rowCountry", "asWritten"]);
  expect(values([{ ...cells, country: null, countryColumns: [] }])).toEqual(["asWritten"]);
});

test("an answer is shown in all files at once", () => {
  const files = ["a", "b"].map((id) => ({ id, mapping: [], options: { nationalNumbers: null, answers: {} } }));
  const detail = { files, status: "draft" } as unknown as Parameters<typeof withFileChange>[0];
  const after = withFileChange(detail, { id: "i", fileId: "a", options: { nationalNumbers: "rowCountry" } });
  expect(after.files.map(({ options }) => options.nationalNumbers)).toEqual(["rowCountry", "rowCountry"]);
});
