import { beforeEach, expect, test } from "vitest";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, importAll, importOf, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { productOperations } from "../../products/operations";

let ctx: Ctx;
beforeEach(async () => {
  ({ admin: ctx } = await opportunityWorkspace());
  await productOperations.create(ctx, { name: "Desk", price: { amount: 50_000, currency: "USD" } });
  await productOperations.create(ctx, { name: "Lamp", price: { amount: 3000, currency: "JPY" } });
  await productOperations.create(ctx, { name: "Advice" });
});

const file =
  "deal id,deal name,product,value\nD1,One,Desk,\nD2,Two,Lamp,\nD3,Three,Advice,\nD4,Four,Desk,70\nD5,Five,,\n";
const values = () =>
  adminQuery(
    `select o.external_id as id, o.amount_minor::int as value, o.currency, l.unit_price_minor::int as line
     from opportunities o left join opportunity_lines l on l.opportunity_id = o.id where o.tenant_id = $1 order by 1`,
    [ctx.tenant.id],
  );

async function bring(missingValues: string) {
  const { id, files } = await upload(ctx, { "deals.csv": file });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, options: { answers: { missingValues } } });
  const checked = await check(ctx, id);
  expect(checked.preview?.[0]?.asked.missingValues).toEqual({ count: 2, examples: ["One", "Two"] });
  const done = await run(ctx, id);
  expect(done.totals).toEqual(checked.preview);
  return { done, fileId };
}

test("opportunities without a value take the price of their product, in its currency, where a person says so", async () => {
  const { done } = await bring("productPrice");
  expect(done.totals).toMatchObject([{ good: 5, errors: 0 }]);
  expect(await values()).toEqual([
    { id: "D1", value: 50_000, currency: "USD", line: 50_000 },
    { id: "D2", value: 3_000, currency: "JPY", line: 3_000 },
    { id: "D3", value: null, currency: "USD", line: 0 },
    { id: "D4", value: 7_000, currency: "USD", line: 7_000 },
    { id: "D5", value: null, currency: "USD", line: null },
  ]);
  const again = await importAll(ctx, { "deals.csv": file });
  expect(again).toMatchObject({ created: 0, updated: 0, errors: 0 });
});

test.each([
  ["product", "price"],
  ["opportunity", "amount"],
])("of a member from whom %s.%s is hidden, no price becomes a value", async (entity, field) => {
  const { id: importId } = await createImport(ctx, {});
  const [product] = await adminQuery<{ id: string }>("select id from products where tenant_id = $1 and name = 'Desk'", [
    ctx.tenant.id,
  ]);
  const { asked, problems } = await importOf("opportunity").importer.upsert(
    { ...ctx, batchId: importId, hiddenFields: { [entity]: [field] } },
    {
      importId,
      dry: false,
      options: { ownerId: null, answers: { missingValues: "productPrice" } },
      rows: [{ line: 2, values: { externalId: "D1", name: "One", product: product?.id ?? "" } }],
    },
  );
  expect([asked, problems]).toEqual([{}, []]);
  expect(await values()).toMatchObject([{ id: "D1", value: null }]);
});

test("they stay without one otherwise; those that are there already can take it later, but for another currency than that of their lines", async () => {
  const { done, fileId } = await bring("empty");
  expect(await values()).toMatchObject([{ value: null }, { value: null }, { value: 7_000 }, { value: null }]);
  const { rows } = await listImportProblems(ctx, { id: done.id, fileId });
  expect(rows.map(({ line, problems }) => [line, problems[0]?.reason])).toEqual([
    [3, "“Lamp” has no price in USD. Give the opportunity an amount."],
  ]);
  await adminQuery(
    `update opportunity_lines set product_id = (select id from products p where p.tenant_id = $1 and p.name = 'Lamp')
     where tenant_id = $1 and opportunity_id = (select id from opportunities o where o.tenant_id = $1 and o.external_id = 'D3')`,
    [ctx.tenant.id],
  );
  const { id, files } = await upload(ctx, { "deals.csv": file.replace("Three,Advice", "Three,Lamp") });
  const options = { answers: { missingValues: "productPrice" } };
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options });
  const checked = await check(ctx, id);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  expect(await values()).toMatchObject([
    { id: "D1", value: 50_000, currency: "USD" },
    { id: "D2", value: 3_000, currency: "JPY" },
    { id: "D3", value: null, currency: "USD" },
    { id: "D4", value: 7_000 },
    { id: "D5", value: null },
  ]);
});
