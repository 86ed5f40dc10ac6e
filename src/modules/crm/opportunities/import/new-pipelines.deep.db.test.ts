import { beforeEach, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { makeImportOptions } from "@/modules/platform/data/imports/own-fields/operations";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { createPipeline, listPipelines } from "../../pipelines/operations";
import { defaultLossReasons } from "../../pipelines/rules";
import { archivePipeline } from "../pipelines/operations";

let ctx: Ctx;
let colleague: Ctx;
beforeEach(async () => {
  const { workspace, admin } = await opportunityWorkspace();
  ctx = admin;
  colleague = await workspace.role("manager");
});

const head = "Deal ID,Deal Name,Pipeline,Deal Stage,Lost reason\n";
const rows = [
  "D1,One,Renewals,Closed-lost,Price",
  "D2,Two,Renewals,Contract,",
  "D3,Three,renewals ,Qualified,",
  "D4,Four,Partners,Won,",
  "D5,Five,Partners,lost,Went away",
  "D6,Six,,Lead,",
].join("\n");

async function uploaded(by: Ctx, lines = rows) {
  const { id, files } = await upload(by, { "deals.csv": head + lines });
  const open = async () =>
    (await analyseImport(by, { id })).flatMap(({ values }) =>
      values.filter(({ choice }) => choice === null).map((value) => `${value.field} ${value.text}`),
    );
  const make = (...texts: string[]) =>
    makeImportOptions(by, { id, fileId: files[0]?.id ?? "", field: "pipeline", texts });
  return { id, open, make };
}

const pipelines = async () =>
  Object.fromEntries(
    (await listPipelines(ctx, {})).map(({ name, stages, lossReasons }) => [
      name,
      {
        stages: stages.map((stage) => `${stage.name} ${stage.type} ${stage.probability}`),
        reasons: lossReasons.map((reason) => reason.name),
      },
    ]),
  );

test("pipelines of a file get its stages, in the order of a sale, and its loss reasons", async () => {
  const { id, open, make } = await uploaded(ctx);
  expect(await open()).toEqual(["pipeline Renewals", "pipeline Partners", "pipeline renewals "]);
  expect(await make("Renewals", "Partners", "renewals ")).toEqual({ made: ["Renewals", "Partners"] });
  const made = await pipelines();
  expect(made.Renewals).toEqual({
    // The workspace says how probable its qualified opportunities are.
    stages: ["Qualified open 25", "Contract open null", "Closed Won won 100", "Closed-lost lost 0"],
    reasons: ["Price"],
  });
  expect(made.Partners?.stages.at(0)).toBe("Lead open 10");
  expect(made.Partners?.stages.slice(-2)).toEqual(["Won won 100", "lost lost 0"]);
  expect(made.Partners?.reasons).toEqual(["Went away"]);
  expect(await open()).toEqual([]);
  expect(await make("Renewals")).toEqual({ made: [] });

  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  const places = await adminQuery<{ place: string }>(
    `select concat_ws(' ', o.external_id, p.name, s.name, r.name) as place
     from opportunities o join stages s on s.id = o.stage_id join pipelines p on p.id = s.pipeline_id
     left join loss_reasons r on r.id = o.loss_reason_id where o.tenant_id = $1 order by o.external_id`,
    [ctx.tenant.id],
  );
  expect(places.map(({ place }) => place)).toEqual([
    "D1 Renewals Closed-lost Price",
    "D2 Renewals Contract",
    "D3 Renewals Qualified",
    "D4 Partners Won",
    "D5 Partners lost Went away",
    "D6 Sales Lead",
  ]);
});

test("stages whose type is in doubt are left to a person", async () => {
  const lines = ["D1,One,Odd,Not signed yet,", "D2,Two,Odd,Dead lead revival,", "D3,Three,Odd,30 day trial,"].join(
    "\n",
  );
  const { open, make } = await uploaded(ctx, lines);
  await make("Odd", " ");
  expect((await pipelines()).Odd?.stages).toEqual([
    ...["30 day trial open null", "Closed Won won 100", "Closed Lost lost 0"],
  ]);
  expect(await open()).toEqual(["stage Not signed yet", "stage Dead lead revival"]);
});

test("names are those that the screen shows, and an archived pipeline is told as such", async () => {
  const { open, make } = await uploaded(ctx, "D1,One,R&amp;D,,\nD2,Two,Old,,");
  expect(await make("R&amp;D")).toEqual({ made: ["R&D"] });
  const old = await createPipeline(ctx, { name: "Old" });
  await archivePipeline(ctx, { id: old.id, version: old.version });
  expect(await open()).toEqual(["pipeline Old"]);
  await expect(make("Old")).rejects.toThrow("“Old” is archived. Restore it in the settings");
});

test("a pipeline without stages and reasons in the file gets the usual ones", async () => {
  const { make } = await uploaded(ctx, "D1,One,Renewals,,");
  await make("Renewals");
  const { Renewals, Sales } = await pipelines();
  expect(Renewals).toEqual(Sales);
  expect(Renewals?.reasons).toEqual(defaultLossReasons);
});

test("nothing is created of too many stages, of a name that is too long, without the right, or for another field", async () => {
  const before = await pipelines();
  const many = await uploaded(ctx, Array.from({ length: 31 }, (_, at) => `D${at},N,Renewals,Step ${at},`).join("\n"));
  await expect(many.make("Renewals")).rejects.toThrow("“Renewals” would have 33 stages, and a pipeline can have 30");
  const long = await uploaded(ctx, `D1,One,${"R".repeat(201)},,`);
  await expect(long.make("R".repeat(201))).rejects.toThrow("is too long for a name");
  const other = await uploaded(colleague);
  await expect(other.make("Renewals")).rejects.toMatchObject({ code: "FORBIDDEN" });
  const analysed = (await analyseImport(colleague, { id: other.id })).flatMap(({ values }) => values);
  const asked = analysed.filter(({ field }) => field === "pipeline");
  expect(asked.map(({ mayCreate }) => mayCreate)).toEqual([false, false, false]);
  const { id, files } = await upload(ctx, { "deals.csv": head + rows });
  const field = { id, fileId: files[0]?.id ?? "", field: "stage", texts: ["Contract"] };
  await expect(makeImportOptions(ctx, field)).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await pipelines()).toEqual(before);
});
