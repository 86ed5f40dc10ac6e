import { beforeEach, describe, expect, test } from "vitest";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { ImportDetail } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import type { Pipeline } from "../../pipelines/schema";
import { productOperations } from "../../products/operations";
import { addOpportunityLine } from "../lines/operations";
import { createOpportunity, opportunityOperations } from "../operations/all";
import { moveOpportunity } from "../operations/move";

let workspace: TestWorkspace;
let ctx: Ctx;
let pipeline: Pipeline;
beforeEach(async () => {
  ({ workspace, admin: ctx, pipeline } = await opportunityWorkspace());
});

const rows = <Row extends object>(sql: string, ...params: unknown[]) =>
  adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id, ...params]);
const stage = (name: string) => pipeline.stages.find((one) => one.name === name)?.id ?? "";
const head = "deal id,company,status,start date,close date,value,product\n";
const bring = (...lines: string[]) => importAll(ctx, { "deals.csv": `${head}${lines.join("\n")}\n` });
/** The same, where a person has opportunities follow the file. */
async function follow(...lines: string[]) {
  const { id, files } = await upload(ctx, { "deals.csv": `${head}${lines.join("\n")}\n` });
  const answers = { closedOpportunities: "reopen", movedOpportunities: "move" };
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { answers } });
  await check(ctx, id);
  return await run(ctx, id);
}
async function idOf(externalId: string): Promise<string> {
  const [found] = await rows("select id from opportunities where tenant_id = $1 and external_id = $2", externalId);
  return String(found?.id);
}
async function reasonsOf(detail: ImportDetail): Promise<string[]> {
  const page = await listImportProblems(ctx, { id: detail.id, fileId: detail.files[0]?.id ?? "" });
  return page.rows.flatMap((row) => row.problems.map((one) => `${one.field}: ${one.reason}`));
}

describe("an opportunity that is there and that a later file moves", () => {
  test("after a move by hand the same file moves it back if it may, and no stay ends before it began", async () => {
    const line = "D1,,Proposal,2026-01-05,,10,";
    await bring(line);
    const id = await idOf("D1");
    await moveOpportunity(ctx, { id, stageId: stage("Closed Won") });
    const again = await follow(line);
    expect(again).toMatchObject({ status: "done", totals: [{ good: 1, errors: 0 }] });
    const stays = await rows<{ name: string; entered_at: Date; left_at: Date | null }>(
      `select s.name, e.entered_at, e.left_at from stage_entries e join stages s on s.id = e.stage_id
       where e.tenant_id = $1 order by e.sequence`,
    );
    expect(stays.map((stay) => stay.name)).toEqual(["Proposal", "Closed Won", "Proposal"]);
    for (const [index, stay] of stays.entries()) expect(stay.left_at).toEqual(stays[index + 1]?.entered_at ?? null);
    const [found] = await rows("select stage_entered_at, touched_at from opportunities where tenant_id = $1");
    expect(found).toMatchObject({ stage_entered_at: stays[2]?.entered_at, touched_at: stays[2]?.entered_at });
  });

  test("gives up its own probability and why it was lost, and a revert gives both back", async () => {
    await bring("D1,,Proposal,2026-01-05,,10,");
    const id = await idOf("D1");
    await moveOpportunity(ctx, {
      id,
      stageId: stage("Closed Lost"),
      lossReasonId: pipeline.lossReasons[0]?.id ?? "",
      lossDetail: "Too late",
    });
    // A service may have given it one.
    await adminQuery("update opportunities set probability = 5 where id = $1", [id]);
    const state = () =>
      rows("select status, probability, loss_reason_id, loss_detail from opportunities where tenant_id = $1");
    const before = await state();
    expect(before).toEqual([
      { status: "lost", probability: 5, loss_reason_id: pipeline.lossReasons[0]?.id, loss_detail: "Too late" },
    ]);
    const later = await follow("D1,,Closed Won,2026-01-05,2026-03-01,10,");
    expect(await state()).toEqual([{ status: "won", probability: null, loss_reason_id: null, loss_detail: null }]);
    await revertImport(ctx, { id: later.id });
    await workImports();
    expect(await getImport(ctx, { id: later.id })).toMatchObject({ status: "reverted" });
    expect(await state()).toEqual(before);
  });

  test("keeps the expected close date that the file leaves empty", async () => {
    await bring("D1,,Lead,2026-01-05,2026-09-30,10,");
    await bring("D1,,Proposal,2026-01-05,,10,");
    expect(
      await rows("select stage_id, expected_close_date::text as day from opportunities where tenant_id = $1"),
    ).toEqual([{ stage_id: stage("Proposal"), day: "2026-09-30" }]);
  });
});

describe("amounts and prices are in the currency of their opportunity", () => {
  const external = (id: string) =>
    rows("update opportunities set external_source = 'file', external_id = 'E1' where tenant_id = $1 and id = $2", id);

  test("an opportunity with product lines keeps its currency, and the row says why", async () => {
    const made = await createOpportunity(ctx, { name: "Euro", amount: { amount: 900, currency: "EUR" } });
    const product = await productOperations.create(ctx, { name: "Thing" });
    await addOpportunityLine(ctx, {
      id: made.id,
      version: made.version,
      productId: product.id,
      quantity: 1,
      unitPrice: 900,
    });
    await external(made.id);
    const before = await opportunityOperations.get(ctx, { id: made.id });
    const done = await bring("E1,,,,,1200,");
    expect(done.totals).toMatchObject([{ good: 0, errors: 1 }]);
    expect(await reasonsOf(done)).toEqual([
      "amount: The product lines of this opportunity are in EUR. Remove them to change the currency.",
    ]);
    expect(await opportunityOperations.get(ctx, { id: made.id })).toEqual(before);
  });

  test("a product whose price is in another currency gives no line its price", async () => {
    await productOperations.create(ctx, { name: "Yen thing", price: { amount: 1000, currency: "JPY" } });
    await productOperations.create(ctx, { name: "Free thing" });
    const done = await bring("A,,Lead,,,,Yen thing", "B,,Lead,,,7,Yen thing", "C,,Lead,,,,Free thing");
    expect(done.totals).toMatchObject([{ good: 2, errors: 1 }]);
    expect(await reasonsOf(done)).toEqual([
      "product: “Yen thing” has no price in USD. Give the opportunity an amount.",
    ]);
    expect(
      await rows(
        `select o.external_id as id, l.unit_price_minor::int as price from opportunities o
         join opportunity_lines l on l.opportunity_id = o.id where o.tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      { id: "B", price: 700 },
      { id: "C", price: 0 },
    ]);
  });
});
