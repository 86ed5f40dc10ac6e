import { expect, test } from "vitest";
import { modelFile } from "./model";
import { fieldsFile, headCode, operationsFile } from "./sources";
import { readSpec } from "./spec";
import { ownFiles } from "./texts";

test("several choices have their options, and no filter", () => {
  const [line] =
    fieldsFile(readSpec(["crm/kite-molds", "name:text! kinds:choices(a,bOne)"])).match(/^ {2}kinds: .*$/m) ?? [];
  expect(line).toBe(
    '  kinds: field.choices({ label: "Kinds", filterable: false, options: [{ value: "a", label: "A" }, { value: "bOne", label: "B one" }] }),',
  );
});

test("several members have a column of keys in the model", () => {
  const model = modelFile(readSpec(["crm/kite-molds", "name:text! reviewers:members!"]));
  expect(model).toContain('  reviewers Json\n  reviewersKey String? @map("reviewers_key")\n');
  expect(model).not.toContain("reviewersId");
});

test("a phone's row shows the first amount and the owner, and no other person", () => {
  const fields = "name:text! price:money cost:money helper:member owner:member";
  const lines = fieldsFile(readSpec(["crm/kite-molds", fields])).split("\n");
  const placed = lines.flatMap((line) => /^ {2}(\w+): .*phone: "(\w+)"/.exec(line)?.slice(1).join(" ") ?? []);
  expect(placed).toEqual(["price value", "owner meta"]);
});

test("a reference to its own noun makes a tree", () => {
  const noun = readSpec(["crm/kite-molds", "name:text! parent:kiteMold"]);
  const model = modelFile(noun);
  expect(model).toContain('parent KiteMold? @relation("kiteMoldParent", fields: [tenantId, parentId]');
  expect(operationsFile(noun, String, [])).toContain('targets: { parent: "self" }');
});

test("a noun of a higher module says which nouns below it shows, and takes them from their folders", () => {
  const noun = readSpec(["pmo/kite-molds", "name:text! parent:kiteMold account:account"]);
  expect(headCode(noun, 9, null)).toContain('module: "pmo",');
  expect(headCode(noun, 9, null)).toContain('shows: ["account"],');
  const operations = Object.entries(ownFiles(process.cwd(), noun)).find(([path]) => path.endsWith("operations.ts"));
  expect(operations?.[1]).toContain('from "@/modules/crm/accounts/operations";');
  expect(operations?.[1]).toContain("crud(pmo, kiteMolds");
});

test("a formatted text has a column of its document in the model, and no other field takes that name", () => {
  const noun = readSpec(["crm/kite-molds", "name:text! report:richText"]);
  expect(modelFile(noun)).toContain('  report String?\n  reportDoc Json? @map("report_doc")\n');
  expect(fieldsFile(noun)).toContain('  report: field.richText({ label: "Report", column: { hidden: true } }),');
  expect(() => readSpec(["crm/kite-molds", "name:text! report:richText reportDoc:text"])).toThrow(
    "stored in reportDoc",
  );
});
