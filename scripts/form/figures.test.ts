import { describe, expect, it } from "vitest";
import { figuresOf, type Named, placesOfField } from "./figures";
import { namesNoun, tokensOf } from "./tokens";
import { treeOf } from "./tree";

const widgets: Named = {
  module: "crm",
  path: "cost-centers",
  table: "cost_centers",
  one: "cost center",
  many: "cost centers",
};
const parts: Named = { module: "crm", path: "parts", table: "parts", one: "part", many: "parts" };

describe("a source names a noun", () => {
  it.each([
    ["an identifier", "const x = makeCostCenterList();"],
    ["a permission", 'can("costCenter:view");'],
    ["an address", "const to = `/cost-centers/`;"],
    ["a sentence", 'const text = "All cost centers of a firm";'],
    ["words on a screen", "const a = <p>No cost centers yet</p>;"],
    ["a type", "let a: CostCenter;"],
  ])("by %s", (_, code) => expect(namesNoun(tokensOf("a.tsx", code), widgets)).toBe(true));

  it.each([
    ["a comment", "// Cost centers come later."],
    ["another word", "const costs = center; const costCentered = 1;"],
    ["the singular in a sentence", 'const text = "Every cost center pays";'],
  ])("not by %s", (_, code) => expect(namesNoun(tokensOf("a.tsx", code), widgets)).toBe(false));
});

describe("the figures of a noun", () => {
  const model =
    'model CostCenter {\n  id String\n  name String\n  budgetMinor BigInt?\n  state String\n  note String?\n  @@map("cost_centers")\n}\n';
  const tree = treeOf(
    {
      "prisma/models/cost-centers.prisma": model,
      "prisma/models/parts.prisma": 'model Part {\n  costCenters CostCenter[]\n  @@map("parts")\n}\n',
      "src/lib/nouns/crm.ts": 'export const heads = { costCenter: { path: "cost-centers" } };\n',
      "src/lib/other.ts": "// Cost centers are not named here.\n",
      "src/app/(app)/[workspace]/cost-centers/page.tsx": "export default CostCenters;\n",
      "src/modules/crm/parts/fields.ts": 'export const to = "costCenter";\n',
      "src/modules/crm/cost-centers/fields.ts":
        "export const fields = {\n  budget: field.money({}),\n  note: field.text({}),\n};\n",
      "src/modules/crm/cost-centers/components/form.tsx": "export const shown = <Form note={text} />;\n",
      "src/modules/crm/cost-centers/components/list.tsx": "export const shown = record.budgetMinor;\n",
      "src/modules/crm/cost-centers/cost-centers.test.ts": "it;\nis;\ntested;\n",
    },
    ['CREATE TABLE "cost_centers" ();', 'ALTER TABLE "cost_centers" ADD "note" TEXT;'],
  );
  const figures = figuresOf(tree, widgets, [widgets, parts]);

  it("count places once, and no other noun's own files", () => {
    expect(figures[0]?.found).toEqual([
      "prisma/models/cost-centers.prisma",
      "src/lib/nouns/crm.ts",
      "src/app/(app)/[workspace]/cost-centers/",
      "prisma/migrations",
    ]);
  });

  it("count lines without tests and with them, and those of screens", () => {
    const found = (words: string) => figures.find(({ label }) => label.includes(words))?.value;
    expect(found("without tests")).toBe(6);
    expect(found("with tests")).toBe(9);
    expect(found("screens")).toBe(3);
  });

  it("know where a field is named, by its columns too", () => {
    expect(placesOfField(tree, widgets, "note")).toEqual([
      "prisma/models/cost-centers.prisma",
      "src/modules/crm/cost-centers/fields.ts",
    ]);
    expect(placesOfField(tree, widgets, "budget")).toHaveLength(3);
    expect(placesOfField(tree, widgets, "colour")).toBeUndefined();
  });

  it("leave out what a component is handed, and columns that no field declares", () => {
    expect(placesOfField(tree, widgets, "note")).not.toContain("src/modules/crm/cost-centers/components/form.tsx");
    expect(placesOfField(tree, widgets, "state")).toBeUndefined();
  });
});
