// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { archivePipeline } from "../opportunities/pipelines/operations";
import { bootstrapPipelines } from "./bootstrap";
import {
  archiveLossReason,
  createLossReason,
  reorderLossReasons,
  restoreLossReason,
  updateLossReason,
} from "./loss-reasons/operations";
import {
  createPipeline,
  getPipeline,
  listPipelines,
  makeDefaultPipeline,
  reorderPipelines,
  restorePipeline,
  updatePipeline,
} from "./operations";
import { createStage, reorderStages, updateStage } from "./stages/operations";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  admin = await workspace.role("admin");
});

const usual = [
  { name: "Talk", type: "open" },
  { name: "Yes", type: "won" },
  { name: "No", type: "lost" },
] as const;

test("a new workspace has one default pipeline with six stages and reasons to lose", async () => {
  const own = await testWorkspace();
  await bootstrapPipelines(own.system);
  const pipelines = await listPipelines(await own.role("viewer"), {});
  expect(pipelines).toHaveLength(1);
  expect(pipelines[0]).toMatchObject({ name: "Sales", isDefault: true, mayEdit: false });
  expect(pipelines[0]?.stages.map((stage) => [stage.name, stage.type, stage.probability, stage.color])).toEqual([
    ["Lead", "open", 10, 1],
    ["Qualified", "open", 25, 2],
    ["Proposal", "open", 50, 3],
    ["Negotiation", "open", 75, 4],
    ["Closed Won", "won", 100, 5],
    ["Closed Lost", "lost", 0, 6],
  ]);
  expect(pipelines[0]?.lossReasons.length).toBeGreaterThan(3);
});

describe("pipelines", () => {
  test("there is always exactly one default, and it cannot be archived", async () => {
    const made = await createPipeline(admin, { name: "Renewals", stages: [...usual] });
    expect(made.isDefault).toBe(false);
    const old = (await listPipelines(admin, {})).find((pipeline) => pipeline.isDefault);
    const both = await Promise.all([
      makeDefaultPipeline(admin, { id: made.id }),
      makeDefaultPipeline(await workspace.role("owner"), { id: made.id }),
    ]);
    expect(both.every((pipeline) => pipeline.isDefault)).toBe(true);
    const defaults = await adminQuery("select id from pipelines where tenant_id = $1 and is_default", [
      workspace.tenant.id,
    ]);
    expect(defaults).toEqual([{ id: made.id }]);
    const { version } = await getPipeline(admin, { id: made.id });
    await expect(archivePipeline(admin, { id: made.id, version })).rejects.toMatchObject({ code: "CONFLICT" });
    await makeDefaultPipeline(admin, { id: old?.id ?? "" });
    const archived = await archivePipeline(admin, { id: made.id, version: version + 1 });
    expect((await listPipelines(admin, {})).map((pipeline) => pipeline.id)).not.toContain(made.id);
    await expect(makeDefaultPipeline(admin, { id: made.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await restorePipeline(admin, { id: made.id, version: archived.version });
    expect((await listPipelines(admin, {})).map((pipeline) => pipeline.id)).toContain(made.id);
  });

  test("do not make one the default that somebody archives at this moment", async () => {
    const made = await createPipeline(admin, { name: "Put away", stages: [...usual] });
    await using row = await hold(`select 1 from pipelines where id = '${made.id}' for update`);
    const archived = archivePipeline(admin, { id: made.id, version: made.version });
    await expect.poll(howManyWait).toBe(1);
    const refused = expect(makeDefaultPipeline(admin, { id: made.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect.poll(howManyWait).toBe(2);
    await row.release();
    expect(await archived).toMatchObject({ isDefault: false });
    await refused;
    expect((await listPipelines(admin, {})).filter((pipeline) => pipeline.isDefault)).toHaveLength(1);
  });

  test("need one stage of each type and names of their own", async () => {
    const refused = (input: Parameters<typeof createPipeline>[1], path: string) =>
      expect(createPipeline(admin, input)).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path }] },
      });
    const [talk, yes, no] = usual;
    await refused({ name: "P", stages: [talk, yes, { name: "Later", type: "open" }] }, "stages");
    await refused({ name: "P", stages: [talk, yes, no, { name: " TALK ", type: "open" }] }, "stages");
    await refused({ name: "P", lossReasons: ["Price", "price"] }, "lossReasons");
    await refused({ name: "sales" }, "name");
  });

  test("are renamed under their version and put into order", async () => {
    const one = await createPipeline(admin, { name: "Order one", stages: [...usual] });
    const two = await createPipeline(admin, { name: "Order two", stages: [...usual] });
    await updatePipeline(admin, { id: one.id, version: 1, description: "First" });
    const named = await updatePipeline(admin, { id: one.id, version: 1, name: "Order 1" });
    expect(named).toMatchObject({ name: "Order 1", description: "First", version: 3 });
    await expect(updatePipeline(admin, { id: one.id, version: 1, name: "Other" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const order = await reorderPipelines(admin, { ids: [two.id, one.id] });
    expect(order.slice(0, 2).map((pipeline) => pipeline.id)).toEqual([two.id, one.id]);
  });

  test("stand in one of two orders that come at the same moment, not between both", async () => {
    const own = await (await testWorkspace()).role("admin");
    const ids: string[] = [];
    for (const name of ["A", "B", "C", "D", "E"])
      ids.push((await createPipeline(own, { name, stages: [...usual] })).id);
    const orders = [ids.toReversed(), [2, 0, 4, 1, 3].flatMap((at) => ids[at] ?? [])];
    const both = await atOnce(...orders.map((order) => () => reorderPipelines(own, { ids: order })));
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    const rows = await adminQuery<{ id: string; position: number }>(
      "select id, position from pipelines where tenant_id = $1 order by position",
      [own.tenant.id],
    );
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    expect(orders).toContainEqual(rows.map(({ id }) => id));
  });

  test("are for admins to change", async () => {
    const manager = await workspace.role("manager");
    await expect(createPipeline(manager, { name: "Mine" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const [pipeline] = await listPipelines(manager, {});
    const id = pipeline?.id ?? "";
    await expect(createStage(manager, { pipelineId: id, name: "X", type: "open" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(createLossReason(manager, { pipelineId: id, name: "X" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("stages", () => {
  test("stand where they are put, open before won before lost, numbered without gaps", async () => {
    const pipeline = await createPipeline(admin, { name: "Stages", stages: [...usual] });
    const pipelineId = pipeline.id;
    const last = await createStage(admin, { pipelineId, name: "Last", type: "open", probability: 90, rotDays: 5 });
    await createStage(admin, { pipelineId, name: "Middle", type: "open", beforeId: last.id });
    await createStage(admin, { pipelineId, name: "Maybe", type: "won" });
    const names = async () => (await getPipeline(admin, { id: pipelineId })).stages.map((stage) => stage.name);
    expect(await names()).toEqual(["Talk", "Middle", "Last", "Yes", "Maybe", "No"]);
    const { stages, version } = await getPipeline(admin, { id: pipelineId });
    expect(stages.map((stage) => stage.position)).toEqual([1, 2, 3, 4, 5, 6]);
    const stageIds = stages.map((stage) => stage.id).reverse();
    // An edit of a stage does not change the version of their order: its editor may move it at once.
    await updateStage(admin, { id: last.id, version: last.version, probability: 80 });
    await reorderStages(admin, { id: pipelineId, version, stageIds });
    expect(await names()).toEqual(["Last", "Middle", "Talk", "Maybe", "Yes", "No"]);
    await expect(reorderStages(admin, { id: pipelineId, version, stageIds })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(
      reorderStages(admin, { id: pipelineId, version: version + 1, stageIds: stageIds.slice(1) }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("keep their type, their name in the pipeline and a probability only while open", async () => {
    const { stages } = await createPipeline(admin, { name: "Kinds", stages: [...usual] });
    const [talk, yes] = stages;
    expect(stages.map((stage) => stage.probability)).toEqual([null, 100, 0]);
    const changed = await updateStage(admin, { id: talk?.id ?? "", version: 1, probability: 35, rotDays: 9, color: 8 });
    expect(changed).toMatchObject({ probability: 35, rotDays: 9, color: 8, version: 2 });
    await expect(updateStage(admin, { id: talk?.id ?? "", version: 1, probability: 40 })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { probability: 35 } },
    });
    for (const probability of [40, null])
      await expect(updateStage(admin, { id: yes?.id ?? "", version: 1, probability })).rejects.toMatchObject({
        code: "VALIDATION",
      });
    await expect(updateStage(admin, { id: yes?.id ?? "", version: 1, name: "talk" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "name" }] },
    });
    const emptied = await updateStage(admin, { id: talk?.id ?? "", version: 2, probability: null });
    expect(emptied).toMatchObject({ probability: null, rotDays: 9, version: 3 });
  });
});

test("loss reasons are renamed, archived, restored and put into order", async () => {
  const pipeline = await createPipeline(admin, { name: "Losses", stages: [...usual], lossReasons: ["Price", "Time"] });
  const made = await createLossReason(admin, { pipelineId: pipeline.id, name: "Weather" });
  await expect(createLossReason(admin, { pipelineId: pipeline.id, name: "weather" })).rejects.toMatchObject({
    code: "VALIDATION",
  });
  await updateLossReason(admin, { id: made.id, version: 1, name: "Storm" });
  await archiveLossReason(admin, { id: made.id, version: 2 });
  expect((await getPipeline(admin, { id: pipeline.id })).lossReasons.at(-1)).toMatchObject({
    name: "Storm",
    archivedAt: expect.any(String),
  });
  await restoreLossReason(admin, { id: made.id, version: 3 });
  const { lossReasons } = await reorderLossReasons(admin, { id: pipeline.id, lossReasonIds: [made.id] });
  expect(lossReasons.map((reason) => reason.name)).toEqual(["Storm", "Price", "Time"]);
});
