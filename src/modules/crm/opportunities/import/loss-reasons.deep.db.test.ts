import { beforeEach, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { MissingRule } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { archiveLossReason } from "../../pipelines/loss-reasons/operations";
import { createPipeline } from "../../pipelines/operations";
import type { Pipeline } from "../../pipelines/schema";

let ctx: Ctx;
let colleague: Ctx;
let main: Pipeline;
beforeEach(async () => {
  const { workspace, admin, pipeline } = await opportunityWorkspace();
  [ctx, main] = [admin, pipeline];
  colleague = await workspace.role("manager");
  await createPipeline(ctx, { name: "Renewals", lossReasons: ["Price"] });
});

const head = "Deal ID,Deal Name,Pipeline,Deal Status,Lost reason,Loss comment\n";
const rows = [
  "D1,One,,lost,Price,",
  "D2,Two,,lost,Went elsewhere,to Acme",
  "D3,Three,Renewals,lost,price,",
  "D4,Four,Renewals,lost,went elsewhere,",
  "D5,Five,Renewals,open,,",
].join("\n");

/** Uploads a file whose missing loss reasons are treated alike. */
async function withRule(by: Ctx, content: string, rule: MissingRule): Promise<string> {
  const { id, files } = await upload(by, { "deals.csv": content });
  await decide(by, id, firstOffer);
  const options = { missing: { lossReason: rule } };
  await updateImportFile(by, { id, fileId: files[0]?.id ?? "", options });
  return id;
}

/** Each opportunity as "D2 Sales/Went elsewhere: to Acme". */
async function losses(): Promise<string[]> {
  const found = await adminQuery<{ loss: string }>(
    `select concat(o.external_id, ' ', p.name, '/', r.name, ': ' || o.loss_detail) as loss
     from opportunities o join pipelines p on p.id = o.pipeline_id
     left join loss_reasons r on r.id = o.loss_reason_id and r.pipeline_id = p.id
     where o.tenant_id = $1 order by o.external_id`,
    [ctx.tenant.id],
  );
  return found.map(({ loss }) => loss);
}
const reasons = async () =>
  await adminQuery<{ pipeline: string; name: string }>(
    `select p.name as pipeline, r.name from loss_reasons r join pipelines p on p.id = r.pipeline_id
     where r.tenant_id = $1 and r.name ilike any(array['price', 'went elsewhere']) order by p.position, r.position`,
    [ctx.tenant.id],
  );

test("one answer adds the loss reasons of a file, each to the pipeline of its row", async () => {
  const id = await withRule(ctx, head + rows, "create");
  const before = await reasons();
  const checked = await check(ctx, id);
  expect(await reasons()).toEqual(before);
  const done = await run(ctx, id);
  expect(done).toMatchObject({ status: "done", errors: 0, totals: checked.preview });
  expect(done.totals?.[0]?.objects).toContainEqual(
    expect.objectContaining({ entity: "lossReason", label: "Loss reasons", created: 3 }),
  );
  expect(await losses()).toEqual([
    `D1 ${main.name}/Price`,
    `D2 ${main.name}/Went elsewhere: to Acme`,
    "D3 Renewals/Price",
    "D4 Renewals/went elsewhere",
    "D5 Renewals/",
  ]);
  expect(await reasons()).toEqual([
    { pipeline: main.name, name: "Price" },
    { pipeline: main.name, name: "Went elsewhere" },
    { pipeline: "Renewals", name: "Price" },
    { pipeline: "Renewals", name: "went elsewhere" },
  ]);

  expect(await importAll(ctx, { "deals.csv": head + rows })).toMatchObject({ errors: 0 });
  expect((await reasons()).length).toBe(4);

  await revertImport(ctx, { id });
  await workImports();
  expect(await reasons()).toEqual(before);
});

test("a reason that is open keeps its row out until somebody answers; left empty, the row comes without it", async () => {
  const { id } = await upload(ctx, { "deals.csv": head + rows });
  const [file] = await analyseImport(ctx, { id });
  const asked = file?.values.filter(({ field }) => field === "lossReason") ?? [];
  expect(asked.map(({ text, within, state, mayCreate }) => [text, within, state, mayCreate])).toEqual([
    ["Price", "", "unknown", true],
    ["Went elsewhere", "", "unknown", true],
    ["went elsewhere", "Renewals", "unknown", true],
  ]);
  const done = await run(ctx, (await check(ctx, await withRule(ctx, head + rows, "empty"))).id);
  expect(done).toMatchObject({ errors: 0 });
  expect(await losses()).toEqual([
    `D1 ${main.name}/`,
    `D2 ${main.name}/: to Acme`,
    "D3 Renewals/Price",
    "D4 Renewals/",
    "D5 Renewals/",
  ]);
});

test("members who may not manage pipelines get no new reasons", async () => {
  const before = await reasons();
  await expect(withRule(colleague, head + rows, "create")).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await reasons()).toEqual(before);
});

test("a reason that the opportunity's pipeline does not have changes nothing of it", async () => {
  await run(ctx, (await check(ctx, await withRule(ctx, head + rows, "create"))).id);
  const before = await losses();
  // Without a pipeline the file is about the default one, but these are in another.
  const known = "Deal ID,Lost reason,Loss comment\nD3,Went elsewhere,\nD4,Price,\nD5,Price,\n";
  expect(await importAll(ctx, { "deals.csv": known })).toMatchObject({ errors: 0 });
  const after = before.map((one) => one.replace("D3 Renewals/Price", "D3 Renewals/went elsewhere"));
  expect(await losses()).toEqual(after.map((one) => one.replace("D4 Renewals/went elsewhere", "D4 Renewals/Price")));
  const unknown = "Deal ID,Lost reason,Loss comment\nD3,Too late,for us\n";
  const { id, files } = await check(ctx, await withRule(ctx, unknown, "create"));
  const { rows: wrong } = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(wrong.flatMap(({ problems }) => problems.map(({ reason }) => reason))).toEqual([
    "The opportunity is in another pipeline, which has no loss reason “Too late”. Add it there, or say the pipeline in a column.",
  ]);
  await run(ctx, id);
  expect((await losses())[2]).toBe("D3 Renewals/went elsewhere");
});

test("an archived reason is not chosen again, and an empty cell clears a reason on request", async () => {
  await run(ctx, (await check(ctx, await withRule(ctx, head + rows, "create"))).id);
  const empty = "Deal ID,Deal Status,Lost reason,Loss comment\nD2,lost,,\n";
  const { id, files } = await upload(ctx, { "deals.csv": empty });
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { emptyCells: "clear" } });
  expect(await run(ctx, (await check(ctx, id)).id)).toMatchObject({ errors: 0 });
  expect((await losses())[1]).toBe(`D2 ${main.name}/`);

  const [price] = await ctx.db.lossReason.findMany({ where: { pipelineId: main.id, name: "Price" } });
  await archiveLossReason(ctx, { id: price?.id ?? "", version: price?.version ?? 0 });
  const again = await upload(ctx, { "deals.csv": "Deal ID,Deal Status,Lost reason\nD2,lost,Pricey\n" });
  const choice = { do: "use", id: price?.id ?? "", label: "Price" } as const;
  const choices = [{ field: "lossReason", text: "Pricey", within: "", choice }];
  await updateImportFile(ctx, { id: again.id, fileId: again.files[0]?.id ?? "", choices });
  const checked = await check(ctx, again.id);
  const { rows: wrong } = await listImportProblems(ctx, { id: again.id, fileId: again.files[0]?.id ?? "" });
  expect(wrong.flatMap(({ problems }) => problems.map(({ reason }) => reason))).toEqual([
    "The loss reason is archived or no longer exists.",
  ]);
  await run(ctx, checked.id);
  expect((await losses())[1]).toBe(`D2 ${main.name}/`);
});
