import { beforeEach, expect, test } from "vitest";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import type { ImportDetail } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import type { Pipeline } from "../../pipelines/schema";
import { moveOpportunity } from "../operations/move";

let ctx: Ctx;
let pipeline: Pipeline;
beforeEach(async () => {
  ({ admin: ctx, pipeline } = await opportunityWorkspace());
});

const head = "deal id,deal name,stage,close date,value\n";
const first = `${head}D1,One,Proposal,2026-09-01,1\nD2,Two,Closed Won,2026-02-01,2\nD3,Three,Lead,2026-09-03,3\n`;
/** The same opportunities: the won one is open again, all have another value. */
const second = `${head}D1,One,Proposal,2026-10-01,10\nD2,Two,Lead,2026-10-02,20\nD3,Three,Qualified,2026-10-03,30\n`;

const state = () =>
  adminQuery(
    `select o.external_id as id, s.name as stage, o.amount_minor::int / 100 as value,
            o.expected_close_date::text as expected, o.actual_close_date::text as closed
     from opportunities o join stages s on s.id = o.stage_id where o.tenant_id = $1 order by 1`,
    [ctx.tenant.id],
  );
const stageId = (name: string) => pipeline.stages.find((one) => one.name === name)?.id ?? "";
async function moveByHand(externalId: string, stage: string) {
  const [found] = await adminQuery<{ id: string }>(
    "select id from opportunities where tenant_id = $1 and external_id = $2",
    [ctx.tenant.id, externalId],
  );
  await moveOpportunity(ctx, { id: found?.id ?? "", stageId: stageId(stage) });
}

const askedIn = ({ preview }: ImportDetail) => preview?.[0]?.asked;
async function comeAgain(answers: Record<string, string>): Promise<ImportDetail> {
  const { id, files } = await upload(ctx, { "deals.csv": second });
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { answers } });
  const checked = await check(ctx, id);
  const done = await run(ctx, id);
  expect(done.totals).toEqual(checked.preview);
  return done;
}

test("keeps closed opportunities closed and moved ones where they are, and counts both; other fields go in", async () => {
  await importAll(ctx, { "deals.csv": first });
  await moveByHand("D1", "Negotiation");
  const done = await comeAgain({});
  expect(askedIn(done)).toEqual({
    closedOpportunities: { count: 1, examples: ["Two"] },
    movedOpportunities: { count: 1, examples: ["One"] },
  });
  expect(await state()).toEqual([
    { id: "D1", stage: "Negotiation", value: 10, expected: "2026-10-01", closed: null },
    { id: "D2", stage: "Closed Won", value: 20, expected: "2026-10-02", closed: "2026-02-01" },
    { id: "D3", stage: "Qualified", value: 30, expected: "2026-10-03", closed: null },
  ]);
});

test("reopens and moves them where a person says so, and later files with the same columns ask again", async () => {
  await importAll(ctx, { "deals.csv": first });
  await moveByHand("D1", "Negotiation");
  const done = await comeAgain({ closedOpportunities: "reopen", movedOpportunities: "move" });
  expect(askedIn(done)).toMatchObject({ closedOpportunities: { count: 1 }, movedOpportunities: { count: 1 } });
  expect(await state()).toMatchObject([
    { id: "D1", stage: "Proposal" },
    { id: "D2", stage: "Lead", closed: null },
    { id: "D3", stage: "Qualified" },
  ]);
  const later = await upload(ctx, { "deals.csv": second });
  expect(later.files[0]?.remembered).not.toBeNull();
  expect(later.files[0]?.options.answers).toEqual({});
  // The import itself moved them: nothing is asked, and nothing changes.
  const again = await check(ctx, later.id);
  expect(askedIn(again)).toEqual({});
  expect(again.preview).toMatchObject([{ objects: [{ created: 0, updated: 0, unchanged: 3 }, {}] }]);
});

test("asks before 300 closed opportunities are reopened, and refuses an answer that there is not", async () => {
  const lines = (stage: string) =>
    Array.from({ length: 300 }, (_, index) => `C${index},C${index},${stage},,\n`).join("");
  await importAll(ctx, { "deals.csv": `${head}${lines("Closed Lost")}` });
  const { id, files } = await upload(ctx, { "deals.csv": `${head}${lines("Lead")}` });
  expect(askedIn(await check(ctx, id))).toMatchObject({ closedOpportunities: { count: 300 } });
  const options = { answers: { closedOpportunities: "perhaps" } };
  await expect(updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options })).rejects.toMatchObject({
    code: "VALIDATION",
  });
  await run(ctx, id);
  expect(new Set((await state()).map(({ stage }) => stage))).toEqual(new Set(["Closed Lost"]));
});
