import "@/registry/operations";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { opportunityWorkspace } from "@/test/opportunities";
import { createPipeline, getPipeline, listPipelines, restorePipeline, updatePipeline } from "../pipelines/operations";
import type { Pipeline } from "../pipelines/schema";
import { listStageHistory } from "./history/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { undoMove } from "./operations/undo-move";
import { archivePipeline, countOpenByStage } from "./pipelines/operations";
import { movedAtOnce } from "./stages/operations";

let workspace: TestWorkspace;
let admin: Ctx;
let main: Pipeline;
let renewals: Pipeline;
beforeEach(async () => {
  ({ workspace, admin, pipeline: main } = await opportunityWorkspace());
  renewals = await createPipeline(admin, { name: "Renewals" });
});

const stageOf = (pipeline: Pipeline, name: string) => {
  const stage = pipeline.stages.find((one) => one.name === name);
  if (!stage) throw new Error(`There is no stage ${name}.`);
  return stage.id;
};
const opportunity = (name: string, stage: string) =>
  createOpportunity(admin, { name, stageId: stageOf(renewals, stage) });
const to = (from: string, target: string) => ({ stageId: stageOf(renewals, from), toStageId: stageOf(main, target) });

describe("a pipeline is archived", () => {
  test("with its open opportunities in stages of another one; closed and archived ones are readable", async () => {
    const [first, second] = [await opportunity("First", "Lead"), await opportunity("Second", "Lead")];
    const put = await opportunity("Put away", "Proposal");
    await opportunityOperations.archive(admin, { id: put.id, version: put.version });
    const won = await opportunity("Won", "Closed Won");
    expect(await countOpenByStage(admin, { id: renewals.id })).toEqual(
      expect.arrayContaining([
        { stageId: stageOf(renewals, "Lead"), count: 2, archived: 0 },
        { stageId: stageOf(renewals, "Proposal"), count: 0, archived: 1 },
      ]),
    );
    const stages = [to("Lead", "Qualified"), to("Proposal", "Negotiation")];
    await archivePipeline(admin, { id: renewals.id, version: renewals.version, stages });
    expect((await listPipelines(admin, {})).map(({ name }) => name)).not.toContain("Renewals");
    for (const { id, version } of [first, second])
      expect(await opportunityOperations.get(admin, { id })).toMatchObject({
        pipeline: { id: main.id },
        stage: { name: "Qualified" },
        status: "open",
        version: version + 1,
      });
    expect(await opportunityOperations.get(admin, { id: put.id })).toMatchObject({ stage: { name: "Negotiation" } });
    const history = await listStageHistory(admin, { id: first.id });
    expect(history.map((stay) => stay.stage.name)).toEqual(["Lead", "Qualified"]);
    expect(await opportunityOperations.get(admin, { id: won.id })).toMatchObject({
      pipeline: { name: "Renewals" },
      version: won.version,
    });
    expect((await opportunityOperations.list(admin, {})).rows.map(({ name }) => name)).toContain("Won");
    const events = await adminQuery(
      `select name, count(*)::int as n from events
       where tenant_id = $1 and (name = 'opportunity.stageChanged' or name = 'pipeline.archived') group by 1 order by 1`,
      [workspace.tenant.id],
    );
    expect(events).toEqual([
      { name: "opportunity.stageChanged", n: 3 },
      { name: "pipeline.archived", n: 1 },
    ]);
    const archived = await getPipeline(admin, { id: renewals.id });
    await restorePipeline(admin, { id: renewals.id, version: archived.version });
    expect((await listPipelines(admin, {})).map(({ name }) => name)).toContain("Renewals");
  });

  test("not while somewhere is missing, and then nothing was moved", async () => {
    const [one, other] = [await opportunity("One", "Lead"), await opportunity("Other", "Proposal")];
    const refuse = async (stages: ReturnType<typeof to>[], words: RegExp) =>
      await expect(
        archivePipeline(admin, { id: renewals.id, version: renewals.version, stages }),
      ).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ message: expect.stringMatching(words) }] } });
    await refuse([], /^1 opportunity is in Lead\. Choose where they go\.$/);
    await refuse([to("Lead", "Qualified")], /in Proposal/);
    await refuse([to("Lead", "Closed Won"), to("Proposal", "Lead")], /open stage of another pipeline/);
    const inside = { stageId: stageOf(renewals, "Lead"), toStageId: stageOf(renewals, "Proposal") };
    await refuse([inside], /open stage of another pipeline/);
    for (const { id, version, stageId } of [one, other])
      expect(await opportunityOperations.get(admin, { id })).toMatchObject({ version, stageId });
    expect(await getPipeline(admin, { id: renewals.id })).toMatchObject({ archivedAt: null });
    await expect(archivePipeline(admin, { id: main.id, version: main.version })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await archivePipeline(admin, {
      id: renewals.id,
      version: renewals.version,
      stages: [to("Lead", "Lead"), to("Proposal", "Lead")],
    });
  });

  test("under the version that was seen, and from each of its open stages once", async () => {
    const { id, version } = renewals;
    const one = await opportunity("One", "Lead");
    const changed = await updatePipeline(admin, { id, version, description: "Changed meanwhile" });
    const stages = [to("Lead", "Qualified")];
    await expect(archivePipeline(admin, { id, version, stages })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "Somebody changed this pipeline in the meantime. Check it again before you archive it.",
      details: { current: { id, version: changed.version } },
    });
    const refused = [
      [[...stages, to("Lead", "Lead")], "Name each stage once."],
      [[...stages, to("Closed Won", "Lead")], "Choose an open stage of this pipeline."],
      [
        [...stages, { ...to("Lead", "Lead"), stageId: stageOf(main, "Proposal") }],
        "Choose an open stage of this pipeline.",
      ],
    ] as const;
    for (const [named, message] of refused)
      await expect(archivePipeline(admin, { id, version: changed.version, stages: [...named] })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path: "stages.1.stageId", message }] },
      });
    expect(await opportunityOperations.get(admin, { id: one.id })).toMatchObject({
      version: one.version,
      stageId: one.stageId,
    });
    expect(await getPipeline(admin, { id })).toMatchObject({ archivedAt: null, version: changed.version });
  });

  test("and holds no open opportunity afterwards: a closed one is reopened elsewhere", async () => {
    const won = await opportunity("Won", "Closed Won");
    const lead = await opportunity("Lead", "Lead");
    const closed = await moveOpportunity(admin, { id: lead.id, stageId: stageOf(renewals, "Closed Won") });
    await archivePipeline(admin, { id: renewals.id, version: renewals.version });
    await expect(moveOpportunity(admin, { id: won.id, stageId: stageOf(renewals, "Lead") })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(undoMove(admin, { id: lead.id, version: closed.version })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await opportunityOperations.get(admin, { id: won.id })).toMatchObject({
      version: won.version,
      status: "won",
    });
    expect(await opportunityOperations.get(admin, { id: lead.id })).toMatchObject({
      version: closed.version,
      status: "won",
    });
    expect(await countOpenByStage(admin, { id: renewals.id })).toEqual([]);
    expect(await moveOpportunity(admin, { id: won.id, stageId: stageOf(main, "Lead") })).toMatchObject({
      status: "open",
    });
  });

  test("of many in one transaction, in their order", async () => {
    const all = movedAtOnce + 1;
    await adminQuery(
      `insert into opportunities (id, tenant_id, name, name_key, pipeline_id, stage_id, status, rank, currency, updated_at)
       select gen_random_uuid(), $1, n, n, $2, $3, 'open', n, 'USD', now()
       from (select 'm' || lpad(n::text, 5, '0') as n from generate_series(1, $4::int) n) names`,
      [workspace.tenant.id, renewals.id, stageOf(renewals, "Lead"), all],
    );
    await archivePipeline(admin, { id: renewals.id, version: renewals.version, stages: [to("Lead", "Lead")] });
    const opportunities = await adminQuery<{ name: string; writer: string }>(
      "select name, xmin::text as writer from opportunities where stage_id = $1 order by rank",
      [stageOf(main, "Lead")],
    );
    expect(opportunities.map(({ name }) => name)).toEqual(opportunities.map(({ name }) => name).toSorted());
    expect([opportunities.length, new Set(opportunities.map(({ writer }) => writer)).size]).toEqual([all, 1]);
  });

  test("and takes along nobody's move or new opportunity that comes at this moment", async () => {
    const here = await createOpportunity(admin, { name: "Here", stageId: stageOf(main, "Lead") });
    const { id, version } = renewals;
    await using row = await hold(`select 1 from pipelines where id = '${id}' for update`);
    const archived = archivePipeline(admin, { id, version });
    await expect.poll(howManyWait).toBe(1);
    const late = [
      moveOpportunity(admin, { id: here.id, stageId: stageOf(renewals, "Lead") }),
      createOpportunity(admin, { name: "There", stageId: stageOf(renewals, "Lead") }),
    ].map((act) => act.then(() => "done").catch((error: { code?: string }) => error.code));
    await expect.poll(howManyWait).toBe(3);
    await row.release();
    await archived;
    expect(await Promise.all(late)).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    expect(await countOpenByStage(admin, { id })).toEqual([]);
  });
});
