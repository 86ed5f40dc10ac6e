import { beforeEach, describe, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { Choice } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import { check, decide, firstOffer, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { createPipeline, listPipelines } from "../../pipelines/operations";
import type { Pipeline } from "../../pipelines/schema";
import { getBoard } from "../board/operations";
import { createOpportunity } from "../operations/all";

let ctx: Ctx;
let pipeline: Pipeline;
beforeEach(async () => {
  ({ admin: ctx, pipeline } = await opportunityWorkspace());
});

const csv = (head: string, ...rows: string[]) => ({ "deals.csv": `${head}\n${rows.join("\n")}\n` });
const open = async (name = "Sales") => {
  const found = (await listPipelines(ctx, {})).find((one) => one.name === name);
  return found?.stages.flatMap((stage) => (stage.type === "open" ? [`${stage.name} ${stage.probability}`] : []));
};
const givenTo = async (id: string) => {
  const [file] = await analyseImport(ctx, { id });
  return Object.fromEntries((file?.values ?? []).map(({ text, given }) => [text, given]));
};
const valued = "deal id,deal name,stage,value,probability,status";
const stage = (text: string, choice: Partial<Choice & { do: "create" }>) => ({
  ...{ field: "stage", text },
  choice: { ...({ do: "create", name: text, type: "open" } as const), ...choice },
});

describe("the probability of a new stage", () => {
  const rows = csv(
    valued,
    ...["D1,One,Demo,100,40,open", "D2,Two,Demo,100,40,open", "D3,Three,Demo,100,90,open", "D4,Four,Demo,100,,open"],
    // Neither says anything about an open opportunity in this stage.
    ...["D5,Five,Demo,100,100,won", "D6,Six,Demo,100,100,won", "D7,Seven,Demo,100,100,won"],
    ...["D8,Eight,Sniffing,100,10,open", "D9,Nine,Sniffing,100,20,open", "D10,Ten,Sniffing,100,30,open"],
    ...["D11,Eleven,Barking,100,,open"],
  );

  test("is the one of most open opportunities of the file; else there is none, and the board says so", async () => {
    const { id } = await upload(ctx, rows);
    const found = { Demo: { value: 40, from: "the file" }, Sniffing: null, Barking: null };
    expect(await givenTo(id)).toEqual(found);
    await decide(ctx, id, firstOffer);
    expect(await givenTo(id)).toEqual(found);
    const checked = await check(ctx, id);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
    expect(await open()).toEqual(expect.arrayContaining(["Demo 40", "Sniffing null", "Barking null"]));
    const { columns } = await getBoard(ctx, {});
    const counts = Object.fromEntries(columns.map(({ name, withoutProbability }) => [name, withoutProbability]));
    // An opportunity in Demo follows its stage; each in Sniffing has its own probability.
    expect(counts).toMatchObject({ Demo: 0, Sniffing: 0, Barking: 1 });
  });

  test("is the one that a person types, or none where a person empties it", async () => {
    const { id, files } = await upload(ctx, rows);
    await decide(ctx, id, firstOffer);
    const choices = [stage("Demo", { values: {} }), stage("Barking", { values: { probability: 5 } })];
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices });
    await check(ctx, id);
    await run(ctx, id);
    expect(await open()).toEqual(expect.arrayContaining(["Demo null", "Sniffing null", "Barking 5"]));
  });

  test("is that of a stage of the same name in another pipeline, the default one first, unless the file says one", async () => {
    const closed = [
      { name: "Yes", type: "won" },
      { name: "No", type: "lost" },
    ] as const;
    const target = await createPipeline(ctx, {
      name: "Renewals",
      stages: [{ name: "Start", type: "open" }, ...closed],
    });
    const others = ["Sniffing", "Demo", "Lead"].map((name) => ({ name, type: "open" as const, probability: 65 }));
    await createPipeline(ctx, { name: "Partner pipeline", stages: [...others, ...closed] });
    const { id, files } = await upload(
      ctx,
      csv(
        valued,
        ...["D1,One,Demo,1,40,open", "D2,Two,sniffing,1,,open", "D3,Three,Lead,1,,open", "D4,Four,Barking,1,,open"],
      ),
    );
    const options = { answers: { pipelineId: target.id } };
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options });
    expect(await givenTo(id)).toEqual({
      Demo: { value: 40, from: "the file" },
      sniffing: { value: 65, from: "Partner pipeline" },
      Lead: { value: 10, from: "Sales pipeline" },
      Barking: null,
    });
    await decide(ctx, id, firstOffer);
    await check(ctx, id);
    await run(ctx, id);
    const made = ["Demo 40", "sniffing 65", "Lead 10", "Barking null"];
    expect((await open("Renewals"))?.toSorted()).toEqual([...made, "Start null"].toSorted());
  });

  test("is for each pipeline that the rows name", async () => {
    const stages = (["open", "won", "lost"] as const).map((type) => ({ name: `Old ${type}`, type }));
    await createPipeline(ctx, { name: "Renewals", stages });
    await importAll(
      ctx,
      csv(
        "deal id,deal name,pipeline,stage,probability",
        ...["D1,One,Sales,Demo,40", "D2,Two,Renewals,Demo,70", "D3,Three,Renewals,Demo,70"],
      ),
    );
    expect(await open()).toContain("Demo 40");
    expect(await open("Renewals")).toContain("Demo 70");
  });
});

describe("the place of a new stage", () => {
  const plain = "deal id,deal name,stage,value";

  test("is among the stages that people work in, before Negotiation; a revert takes it back", async () => {
    await createOpportunity(ctx, { name: "There before", stageId: pipeline.stages[3]?.id ?? "" });
    const before = await open();
    const done = await importAll(ctx, csv(plain, "D1,One,Demo,1", "D2,Two,Sniffing,2", "D3,Three,Won,3"));
    const places = ["Lead 10", "Qualified 25", "Demo null", "Sniffing null", "Proposal 50", "Negotiation 75"];
    expect(await open()).toEqual(places);
    await revertImport(ctx, { id: done.id });
    await workImports();
    expect(await getImport(ctx, { id: done.id })).toMatchObject({ status: "reverted" });
    expect(await open()).toEqual(before);
  });

  test("is where a person put it, before a stage that exists or behind all of them", async () => {
    const { id, files } = await upload(ctx, csv(plain, "D1,One,Demo,1", "D2,Two,Sniffing,2"));
    const choices = [
      stage("Sniffing", { place: 0, before: pipeline.stages[0]?.id ?? null }),
      stage("Demo", { place: 1, before: null }),
    ];
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices });
    await check(ctx, id);
    await run(ctx, id);
    const there = ["Lead 10", "Qualified 25", "Proposal 50", "Negotiation 75"];
    expect(await open()).toEqual(["Sniffing null", ...there, "Demo null"]);
  });
});
