import { beforeEach, describe, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { ImportDetail } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import type { Pipeline } from "../../pipelines/schema";
import { createStage } from "../../pipelines/stages/operations";
import { createOpportunity } from "../operations/all";

let workspace: TestWorkspace;
let ctx: Ctx;
let pipeline: Pipeline;
beforeEach(async () => {
  ({ workspace, admin: ctx, pipeline } = await opportunityWorkspace());
});

const head = "deal id,deal name,stage,value\n";
/** A won stage comes first in the file, an open one has most rows. */
const file = `${head}D1,One,Gewonnen,1\nD2,Two,Talking,2\nD3,Three,Sniffing,\nD4,Four,Sniffing,4\nD5,Five,Signing,5\n`;
const stages = async () =>
  (
    await adminQuery<{ name: string; probability: number | null }>(
      `select name, probability from stages where tenant_id = $1 and archived_at is null
       order by array_position(array['open', 'won', 'lost'], type), position`,
      [ctx.tenant.id],
    )
  ).map(({ name, probability }) => `${name} ${probability}`);
const defaults = ["Lead 10", "Qualified 25", "Proposal 50", "Negotiation 75"];

const create = (name: string, place: number, probability: number) => ({
  field: "stage",
  text: name,
  choice: { do: "create", name, type: "open", place, values: { probability } } as const,
});
const asOwn = (group: Parameters<typeof firstOffer>[0]) =>
  group.text === "Gewonnen" ? ({ do: "create", name: "Gewonnen", type: "won" } as const) : firstOffer(group);

async function drafted(text = file) {
  const { id, files } = await upload(ctx, { "deals.csv": text });
  await decide(ctx, id, asOwn);
  return { id, fileId: files[0]?.id ?? "" };
}
const asked = ({ preview }: ImportDetail) => preview?.[0]?.asked.emptyStages;

describe("new stages", () => {
  test("come where a sale has them, closed ones last, without a probability unless a person gives one", async () => {
    const { id, files } = await upload(ctx, { "deals.csv": file });
    const [offered] = await analyseImport(ctx, { id });
    expect(offered?.values.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0)).map(({ text }) => text)).toEqual([
      "Talking",
      "Sniffing",
      "Signing",
      "Gewonnen",
    ]);
    await decide(ctx, id, asOwn);
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices: [create("Signing", 2, 95)] });
    await check(ctx, id);
    await run(ctx, id);
    const closed = ["Closed Won 100", "Gewonnen 100", "Closed Lost 0"];
    expect(await stages()).toEqual([
      ...["Lead 10", "Qualified 25", "Talking null", "Sniffing null", "Proposal 50", "Negotiation 75", "Signing 95"],
      ...closed,
    ]);
  });

  test("come in the order of a sale, wherever the file names them first; a name that says nothing keeps its neighbour", async () => {
    const names = ["Negotiating", "Sniffing", "Engaging", "Won", "Prospecting", "Proposal sent"];
    const { id } = await upload(ctx, {
      "deals.csv": `${head}${names.map((name, at) => `D${at},Deal ${at},${name},${at}`).join("\n")}\n`,
    });
    const [offered] = await analyseImport(ctx, { id });
    const made = (offered?.values ?? []).filter(({ type }) => type === "open");
    expect(made.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0)).map(({ text }) => text)).toEqual([
      "Prospecting",
      "Engaging",
      "Proposal sent",
      "Negotiating",
      "Sniffing",
    ]);
  });

  test.each([101, -1, 2.5])("take no probability of %d, and nothing else beside", async (probability) => {
    const { id, fileId } = await drafted();
    const before = await getImport(ctx, { id });
    const wrong = { choices: [create("Talking", 0, probability)] };
    await expect(updateImportFile(ctx, { id, fileId, ...wrong })).rejects.toMatchObject({ code: "VALIDATION" });
    const strange = { do: "create", name: "Talking", type: "open", values: { color: 3 } } as const;
    const choices = [{ field: "stage", text: "Talking", choice: strange }];
    await expect(updateImportFile(ctx, { id, fileId, choices })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await getImport(ctx, { id })).toEqual(before);
  });
});

describe("default stages without an opportunity", () => {
  test("are named in the preview, and stay where nobody answers", async () => {
    const { id } = await drafted();
    expect(asked(await check(ctx, id))).toEqual({
      count: 5,
      examples: ["Lead", "Qualified", "Proposal", "Negotiation", "Closed Won"],
    });
    await run(ctx, id);
    expect(await stages()).toEqual(expect.arrayContaining([...defaults, "Closed Won 100"]));
  });

  test("are removed where a person says so, but for those in use; a revert restores them at their places", async () => {
    await createOpportunity(ctx, { name: "There before" });
    const own = await createStage(ctx, { pipelineId: pipeline.id, name: "Ours", type: "open" });
    const before = await stages();
    const { id, fileId } = await drafted();
    await updateImportFile(ctx, { id, fileId, options: { answers: { emptyStages: "remove" } } });
    const checked = await check(ctx, id);
    expect(await stages()).toEqual(before);
    expect(asked(checked)?.examples).toEqual(["Qualified", "Proposal", "Negotiation", "Closed Won"]);
    const done = await run(ctx, id);
    expect(done.totals).toEqual(checked.preview);
    expect((await stages()).map((one) => one.replace(/ (\d+|null)$/, ""))).toEqual([
      "Lead",
      "Talking",
      "Sniffing",
      own.name,
      "Signing",
      "Gewonnen",
      "Closed Lost",
    ]);
    await revertImport(ctx, { id });
    await workImports();
    expect(await getImport(ctx, { id })).toMatchObject({ status: "reverted" });
    expect(await stages()).toEqual(before);
  });

  test("are no question for a manager, who may remove none", async () => {
    const manager = await workspace.role("manager");
    const before = await stages();
    const { id, files } = await upload(manager, { "deals.csv": `${head}D1,One,Lead,1\n` });
    const options = { answers: { emptyStages: "remove" } };
    await updateImportFile(manager, { id, fileId: files[0]?.id ?? "", options });
    expect(asked(await check(manager, id))).toBeUndefined();
    expect(await run(manager, id)).toMatchObject({ status: "done", created: 1 });
    expect(await stages()).toEqual(before);
  });

  test("count as in use where the file moves an opportunity through them, in the preview too", async () => {
    await importAll(ctx, { "deals.csv": `${head}D1,One,Lead,1\n` });
    const { id, files } = await upload(ctx, {
      "a-deals.csv": `${head}D1,One,Qualified,1\n`,
      "b-deals.csv": `${head}D1,One,Proposal,1\n`,
    });
    for (const { id: fileId } of files)
      await updateImportFile(ctx, { id, fileId, options: { answers: { emptyStages: "remove" } } });
    const checked = await check(ctx, id);
    expect(checked.preview?.map(({ asked: all }) => all.emptyStages?.examples)).toEqual([undefined, ["Negotiation"]]);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
  });

  test("stay where a person puts an opportunity there after the preview, or another stage has the name of a removed one", async () => {
    const { id, fileId } = await drafted();
    await updateImportFile(ctx, { id, fileId, options: { answers: { emptyStages: "remove" } } });
    await check(ctx, id);
    await createOpportunity(ctx, { name: "Late", stageId: pipeline.stages[1]?.id ?? "" });
    await run(ctx, id);
    expect(await stages()).toContain("Qualified 25");
    expect(await stages()).not.toContain("Proposal 50");
    await createStage(ctx, { pipelineId: pipeline.id, name: "Proposal", type: "open", probability: 33 });
    await revertImport(ctx, { id });
    await workImports();
    const reasons = await adminQuery(
      "select label, reason from import_records where tenant_id = $1 and reverted = 'kept'",
      [ctx.tenant.id],
    );
    expect(reasons).toEqual([{ label: "Proposal", reason: "Another stage now has its name." }]);
    expect(await stages()).toEqual(expect.arrayContaining(["Lead 10", "Proposal 33", "Negotiation 75"]));
  });
});
