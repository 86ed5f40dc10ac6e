import { beforeEach, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { listImportProblems, pickImportCandidates } from "@/modules/platform/data/imports/operations/list-problems";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { ImportDetail } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { createPipeline } from "../../pipelines/operations";
import type { Pipeline } from "../../pipelines/schema";
import { moveOpportunity } from "../operations/move";

let ctx: Ctx;
let main: Pipeline;
let renewals: Pipeline;
beforeEach(async () => {
  ({ admin: ctx, pipeline: main } = await opportunityWorkspace());
  renewals = await createPipeline(ctx, { name: "Renewals" });
});

const head = "Deal ID,Deal Name,Pipeline,Deal Stage,Deal Status,Create date,Close date\n";
const fileOf = (...lines: string[]) => ({ "deals.csv": `${head}${lines.join("\n")}\n` });
const bring = (...lines: string[]) => importAll(ctx, fileOf(...lines));

/** Each opportunity as "D1 Renewals/Lead open". */
async function places(): Promise<string[]> {
  const rows = await adminQuery<{ place: string }>(
    `select o.external_id || ' ' || p.name || '/' || s.name || ' ' || o.status as place
     from opportunities o join stages s on s.id = o.stage_id join pipelines p on p.id = o.pipeline_id
     where o.tenant_id = $1 and s.pipeline_id = p.id order by o.external_id`,
    [ctx.tenant.id],
  );
  return rows.map(({ place }) => place);
}
/** The stages of the file that are there, as "Renewals/Talking open". */
async function madeStages(): Promise<string[]> {
  const rows = await adminQuery<{ stage: string }>(
    `select p.name || '/' || s.name || ' ' || s.type as stage from stages s join pipelines p on p.id = s.pipeline_id
     where s.tenant_id = $1 and s.name = any(array['Talking', 'Sniffing']) and s.archived_at is null order by p.position, s.position`,
    [ctx.tenant.id],
  );
  return rows.map(({ stage }) => stage);
}
const reasons = async ({ id, files }: ImportDetail) =>
  (await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" })).rows.flatMap(({ problems }) =>
    problems.map(({ field, reason }) => `${field}: ${reason}`),
  );
async function idOf(externalId: string): Promise<string> {
  const [row] = await adminQuery<{ id: string }>(
    "select id from opportunities where tenant_id = $1 and external_id = $2",
    [ctx.tenant.id, externalId],
  );
  return row?.id ?? "";
}

const rows = [
  "D1,One,Renewals,Lead,,,",
  "D2,Two,sales,Lead,,,",
  "D3,Three,,Lead,,,",
  "D4,Four,Renewals,,,,",
  "D5,Five,renewals,,won,2026-01-05,2026-02-05",
] as const;

test("rows go into the pipeline that they name, others into the one of the file", async () => {
  const { id, files } = await upload(ctx, fileOf(...rows.map((row) => row.replace("sales", main.name))));
  expect(files[0]?.mapping.map(({ field }) => field)).toContain("pipeline");
  const checked = await check(ctx, id);
  expect(await places()).toEqual([]);
  const done = await run(ctx, id);
  expect(done).toMatchObject({ status: "done", errors: 0 });
  expect(done.totals).toEqual(checked.preview);
  expect(await places()).toEqual([
    "D1 Renewals/Lead open",
    `D2 ${main.name}/Lead open`,
    `D3 ${main.name}/Lead open`,
    "D4 Renewals/Lead open",
    "D5 Renewals/Closed Won won",
  ]);
  const again = await bring(...rows.map((row) => row.replace("sales", main.name)));
  expect(again).toMatchObject({ status: "done", created: 0, updated: 0, errors: 0 });
});

test("a stage is asked for within the pipeline of its rows, and made there", async () => {
  const lines = ["D1,One,Renewals,Talking,,,", "D2,Two,,Talking,,,", "D3,Three,Renewals,Sniffing,,,"];
  const { id, files } = await upload(ctx, fileOf(...lines));
  const fileId = files[0]?.id ?? "";
  const [analysis] = await analyseImport(ctx, { id });
  const groups = analysis?.values.filter(({ field }) => field === "stage") ?? [];
  expect(groups.map(({ text, within, place }) => `${within}/${text} ${place}`)).toEqual([
    "Renewals/Talking 0",
    "Renewals/Sniffing 1",
    "/Talking 0",
  ]);
  expect(groups[0]?.reason).toBe("“Talking” is not among your stages in “Renewals”.");
  const lead = renewals.stages.find(({ name }) => name === "Lead")?.id ?? "";
  const candidates = await pickImportCandidates(ctx, { id, fileId, field: "stage", within: "Renewals", q: "lead" });
  expect(candidates.map((one) => one.id)).toEqual([lead]);
  await updateImportFile(ctx, {
    id,
    fileId,
    choices: [
      { field: "stage", text: "Talking", within: "Renewals", choice: { do: "create", name: "Talking", type: "open" } },
      { field: "stage", text: "Sniffing", within: "Renewals", choice: { do: "use", id: lead, label: "Lead" } },
    ],
  });
  const [open] = await analyseImport(ctx, { id });
  expect(open?.values.filter(({ choice }) => choice === null).map(({ text, within }) => [text, within])).toEqual([
    ["Talking", ""],
  ]);
  expect(await madeStages()).toEqual([]);
  await decide(ctx, id, (group) => (group.within === "" && group.choice === null ? firstOffer(group) : null));
  const checked = await check(ctx, id);
  const done = await run(ctx, id);
  expect(done.totals).toEqual(checked.preview);
  expect(done).toMatchObject({ status: "done", errors: 0 });
  const made = [`${main.name}/Talking open`, "Renewals/Talking open"];
  expect(await madeStages()).toEqual(made);
  expect(await places()).toEqual(["D1 Renewals/Talking open", `D2 ${main.name}/Talking open`, "D3 Renewals/Lead open"]);
  await revertImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "reverted" });
  expect([await places(), await madeStages()]).toEqual([[], []]);
});

test("a stage is asked for in the pipeline that somebody chose for the text of the file", async () => {
  const { id, files } = await upload(ctx, fileOf("D1,One,Sales 2020,Talking,,,", "D2,Two,Old,Talking,,,"));
  const choices = [
    { field: "pipeline", text: "Sales 2020", choice: { do: "use" as const, id: renewals.id, label: "Renewals" } },
    { field: "pipeline", text: "Old", choice: { do: "empty" as const } },
  ];
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices });
  const [analysis] = await analyseImport(ctx, { id });
  const stages = analysis?.values.filter(({ field }) => field === "stage").map(({ reason }) => reason) ?? [];
  expect(stages.toSorted()).toEqual([
    "“Talking” is not among your stages in “Renewals”.",
    "“Talking” is not among your stages.",
  ]);
});

test("decisions about stages go where the column of the pipeline changes: nothing asks for them any more", async () => {
  const { id, files } = await upload(ctx, fileOf("D1,One,Renewals,Talking,,,"));
  const fileId = files[0]?.id ?? "";
  await decide(ctx, id, firstOffer);
  await updateImportFile(ctx, { id, fileId, mapping: [{ column: 2, field: null }] });
  expect((await getImport(ctx, { id })).files[0]?.choices).toEqual({});
  const [analysis] = await analyseImport(ctx, { id });
  expect(analysis?.values.map(({ text, within }) => [text, within])).toEqual([["Talking", ""]]);
});

test("an unknown pipeline is asked for: its rows stay out, or a person says which one is meant", async () => {
  const lines = ["D1,One,Upsell,Lead,,,", "D2,Two,,Lead,,,"];
  const { id, files } = await upload(ctx, fileOf(...lines));
  const fileId = files[0]?.id ?? "";
  const [analysis] = await analyseImport(ctx, { id });
  expect(analysis?.values).toMatchObject([{ field: "pipeline", text: "Upsell", state: "unknown", mayCreate: true }]);
  const checked = await check(ctx, id);
  expect(checked.preview).toMatchObject([{ good: 1, errors: 1 }]);
  expect(await reasons(checked)).toEqual(["pipeline: “Upsell” is not among your pipelines."]);
  const use = { do: "use", id: renewals.id, label: "Renewals" } as const;
  await updateImportFile(ctx, { id, fileId, choices: [{ field: "pipeline", text: "Upsell", choice: use }] });
  const again = await check(ctx, id);
  expect((await run(ctx, id)).totals).toEqual(again.preview);
  expect(await places()).toEqual(["D1 Renewals/Lead open", `D2 ${main.name}/Lead open`]);
});

test("unknown pipelines that are left empty follow the pipeline of the file", async () => {
  const { id, files } = await upload(ctx, fileOf("D1,One,Upsell,Lead,,,", `D2,Two,${main.name},Lead,,,`));
  const options = { missing: { pipeline: "empty" as const }, answers: { pipelineId: renewals.id } };
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  expect(await places()).toEqual(["D1 Renewals/Lead open", `D2 ${main.name}/Lead open`]);
});

test("one pipeline can be set for all rows, and stages are looked up there", async () => {
  const { id, files } = await upload(ctx, {
    "deals.csv": "Deal ID,Deal Name,Deal Stage\nD1,One,Lead\nD2,Two,Talking\n",
  });
  const pipeline = { do: "use", id: renewals.id, label: "Renewals" } as const;
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { constants: { pipeline } } });
  await decide(ctx, id, firstOffer);
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  expect(await places()).toEqual(["D1 Renewals/Lead open", "D2 Renewals/Talking open"]);
  expect(await madeStages()).toEqual(["Renewals/Talking open"]);
});

test("a later file moves opportunities to the pipeline that it names; a revert brings them back", async () => {
  await bring("D1,One,,Proposal,,,", "D2,Two,,,won,,2026-02-05", "D3,Three,,Lead,,,", "D4,Four,,Lead,,,");
  const before = await places();
  const proposal = main.stages.find(({ name }) => name === "Proposal")?.id ?? "";
  await moveOpportunity(ctx, { id: await idOf("D4"), stageId: proposal });
  const moved = await places();
  const lines = ["D1,One,Renewals,,,,", "D2,Two,Renewals,Lead,,,", "D3,Three,,,,,", "D4,Four,Renewals,Lead,,,"];
  const { id, files } = await upload(ctx, fileOf(...lines));
  const checked = await check(ctx, id);
  expect(checked.preview?.[0]?.asked).toMatchObject({
    closedOpportunities: { count: 1, examples: ["Two"] },
    movedOpportunities: { count: 1, examples: ["Four"] },
  });
  expect(await places()).toEqual(moved);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  expect(await places()).toEqual(["D1 Renewals/Lead open", ...moved.slice(1)]);
  await revertImport(ctx, { id });
  await workImports();
  expect(await places()).toEqual(moved);

  const next = await upload(ctx, fileOf(...lines));
  const answers = { closedOpportunities: "reopen", movedOpportunities: "move" };
  await updateImportFile(ctx, { id: next.id, fileId: next.files[0]?.id ?? "", options: { answers } });
  await check(ctx, next.id);
  await run(ctx, next.id);
  expect(files).toHaveLength(1);
  expect(await places()).toEqual([
    "D1 Renewals/Lead open",
    "D2 Renewals/Lead open",
    before[2],
    "D4 Renewals/Lead open",
  ]);
});

test("a closed opportunity that a row names in another pipeline stays closed there", async () => {
  await bring("D1,One,,,won,,2026-02-05");
  await bring("D1,One,Renewals,,won,,2026-02-05");
  expect(await places()).toEqual(["D1 Renewals/Closed Won won"]);
});

test("a stage of another pipeline than the row's is a problem of the row", async () => {
  const { id, files } = await upload(ctx, fileOf("D1,One,Renewals,Odd,,,"));
  const lead = main.stages.find(({ name }) => name === "Lead")?.id ?? "";
  const choice = { do: "use", id: lead, label: "Lead" } as const;
  const choices = [{ field: "stage", text: "Odd", within: "Renewals", choice }];
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices });
  const checked = await check(ctx, id);
  expect(await reasons(checked)).toEqual([
    "stage: The stage does not belong to the pipeline of this row. Choose a stage of that pipeline.",
  ]);
  await run(ctx, id);
  expect(await places()).toEqual([]);
});
