import { beforeAll, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineNoun } from "@/lib/nouns/define";
import { crm } from "@/modules/crm/module";
import { productCategoryOperations } from "@/modules/crm/product-categories/operations";
import { products } from "@/modules/crm/products/fields";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { importWorkspace } from "@/test/import-trial";
import { crud } from "./crud";
import { nounImport } from "./import/noun-import";

/** Products without a name: their title is the code and the beginning of the description. */
const untitled = defineNoun("product", {
  fields: {
    ...products.fields,
    description: field.longText({ label: "Description" }),
    name: field.title({
      of: ["sku", "description"],
      value: ({ sku, description }) => [sku, description].filter(Boolean).join(", "),
    }),
  },
  naturalKeys: [["sku"]],
});
const { create, update, list, pick, runtime } = crud(crm, untitled, {
  targets: { category: productCategoryOperations.scope },
});
const { importer, reference } = nounImport(runtime);

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await importWorkspace());
});

test("a record without a name has a title from its fields, which follows their changes", async () => {
  const first = await create(ctx, { sku: "AB-1", description: "Pump" });
  expect(first.name).toBe("AB-1, Pump");
  const changed = await update(ctx, { id: first.id, version: first.version, description: "Valve" });
  expect(changed.name).toBe("AB-1, Valve");
  const named = await update(ctx, { id: first.id, version: changed.version, name: "Mine" } as never);
  expect(named).toMatchObject({ name: "AB-1, Valve", version: changed.version });
  expect((await create(ctx, {})).name).toBe("Untitled");
  expect((await list(ctx, { q: "valve" })).rows.map(({ name }) => name)).toEqual(["AB-1, Valve"]);
  expect((await pick(ctx, { q: "AB-1" })).map(({ name }) => name)).toEqual(["AB-1, Valve"]);
});

test("a file brings it by its keys, never by the title", async () => {
  await create(ctx, { sku: "CD-2", description: "Old" });
  const { id: importId } = await createImport(ctx, {});
  const rows = [{ sku: "CD-2", description: "New" }, { sku: "EF-3", description: "Fan" }, { description: "Belt" }].map(
    (values, place) => ({ line: place + 2, values }),
  );
  const call = { importId, options: { ownerId: null, answers: {} }, rows, dry: false };
  const done = await importer.upsert({ ...ctx, batchId: importId } as Ctx, call);
  expect(done.problems).toEqual([]);
  expect(done.counts.product).toMatchObject({ created: 2, updated: 1 });
  const names = await adminQuery(
    "select name, name_key from products where import_id = $1 or sku = 'CD-2' order by name",
    [importId],
  );
  expect(names).toEqual([
    { name: "Belt", name_key: "belt" },
    { name: "CD-2, New", name_key: "cd-2, new" },
    { name: "EF-3, Fan", name_key: "ef-3, fan" },
  ]);
  expect(importer.names).not.toContain("name");
  expect(reference.mayMake(ctx)).toBe(false);
});
