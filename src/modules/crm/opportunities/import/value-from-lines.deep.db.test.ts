import { beforeEach, expect, test } from "vitest";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { productOperations } from "../../products/operations";
import { opportunityOperations } from "../operations/all";

let ctx: Ctx;
beforeEach(async () => {
  ({ admin: ctx } = await opportunityWorkspace());
  await productOperations.create(ctx, { name: "Desk", price: { amount: 50_000, currency: "USD" } });
  await productOperations.create(ctx, { name: "Lamp", price: { amount: 7_000, currency: "USD" } });
  await productOperations.create(ctx, { name: "Yen lamp", price: { amount: 3_000, currency: "JPY" } });
  await importAll(ctx, { "deals.csv": "deal id,deal name,product\nD1,One,Desk\n" });
  const [made] = await adminQuery<{ id: string; version: number }>(
    "select id, version from opportunities where tenant_id = $1",
    [ctx.tenant.id],
  );
  await opportunityOperations.update(ctx, { id: "", version: 0, ...made, valueFromLines: true });
});

const values = () =>
  adminQuery(
    `select o.amount_minor::int as value, array_agg(l.unit_price_minor::int order by l.position) as lines
     from opportunities o join opportunity_lines l on l.opportunity_id = o.id where o.tenant_id = $1 group by o.id`,
    [ctx.tenant.id],
  );

test("an imported product adds its price to a value that follows from lines, and a revert takes it back", async () => {
  expect(await values()).toEqual([{ value: 50_000, lines: [50_000] }]);
  const { id } = await upload(ctx, { "more.csv": "deal id,product\nD1,Lamp\n" });
  await check(ctx, id);
  await run(ctx, id);
  expect(await values()).toMatchObject([{ value: 57_000, lines: [50_000, 7_000] }]);
  await revertImport(ctx, { id });
  await workImports();
  expect(await values()).toEqual([{ value: 50_000, lines: [50_000] }]);
});

test.each([
  [
    "D1,,70",
    "The value is the total of the product lines. Change the lines, or turn “Value from lines” off to set another value.",
  ],
  [
    "D1,Lamp,70",
    "The value is the total of the product lines. Change the lines, or turn “Value from lines” off to set another value.",
  ],
  ["D1,Yen lamp,", "“Yen lamp” has no price in USD. Add the product by hand."],
])("the row %s is refused and changes nothing", async (row, reason) => {
  const { id, files } = await upload(ctx, { "more.csv": `deal id,product,value\n${row}\n` });
  await check(ctx, id);
  await run(ctx, id);
  const { rows } = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(rows.map(({ problems }) => problems[0]?.reason)).toEqual([reason]);
  expect(await values()).toEqual([{ value: 50_000, lines: [50_000] }]);
});

test("an imported product beyond the largest value is refused, and nothing changes", async () => {
  const most = { amount: 999_999_999_999_999, currency: "USD" };
  await productOperations.create(ctx, { name: "Dam", price: most });
  const { id, files } = await upload(ctx, { "more.csv": "deal id,product\nD1,Dam\n" });
  await check(ctx, id);
  await run(ctx, id);
  expect(await values()).toEqual([{ value: 50_000, lines: [50_000] }]);
  const { rows } = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(rows.map(({ problems }) => problems[0]?.reason)).toEqual([
    expect.stringContaining("more than a value can hold"),
  ]);
});
