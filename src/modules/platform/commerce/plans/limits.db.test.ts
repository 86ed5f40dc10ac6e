// @module-tag once

import "@/registry/operations";
import { addDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { undoMove } from "@/modules/crm/opportunities/operations/undo-move";
import { archivePipeline } from "@/modules/crm/opportunities/pipelines/operations";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { createPipeline, listPipelines, restorePipeline } from "@/modules/crm/pipelines/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { record } from "@/server/usage/record";
import { later, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { overLimits } from "./operations/excess";
import { getPlan } from "./operations/overview";

let workspace: TestWorkspace;
let owner: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  owner = await workspace.role("owner");
});

/** The owner's next request under another plan. */
async function under(plan: "trial" | "starter" | "professional"): Promise<Ctx> {
  const trialEndsAt = plan === "trial" ? addDays(new Date(), 14) : null;
  await owner.db.subscription.updateMany({ data: { plan, state: plan === "trial" ? "none" : "active", trialEndsAt } });
  return await later(owner);
}
const pipelineNames = async (ctx: Ctx) => (await listPipelines(ctx, {})).map(({ name }) => name);
const refused = { code: "LIMIT_REACHED" };

describe("a limit of the plan", () => {
  test("lets exactly as many through as there is room for, however many come at once", async () => {
    const ctx = await under("trial");
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) => createPipeline(ctx, { name: `Line ${index}` })),
    );
    const failures = results.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect([results.length - failures.length, new Set(failures)]).toEqual([9, new Set(["LIMIT_REACHED"])]);
    expect(await pipelineNames(ctx)).toHaveLength(10);
  });

  test("counts what is restored, and room that is made by archiving", async () => {
    const ctx = await under("trial");
    const made = [];
    for (let index = 0; index < 9; index++) made.push(await createPipeline(ctx, { name: `Line ${index}` }));
    const [first] = made;
    if (!first) throw new Error("No pipeline was made.");
    const gone = await archivePipeline(ctx, { id: first.id, version: first.version });
    await createPipeline(ctx, { name: "In its place" });
    await expect(restorePipeline(ctx, { id: gone.id, version: gone.version })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("has 10 pipelines"),
    });
    expect(await pipelineNames(ctx)).toHaveLength(10);
  });

  test("tells owners and admins once at 80 and once at 100 per cent", async () => {
    const ctx = await under("trial");
    for (let index = 0; index < 9; index++) await createPipeline(ctx, { name: `Line ${index}` });
    while (await relayOnce(notifications));
    const { rows } = await listNotifications(ctx, {});
    expect(rows.flatMap(({ items }) => items.map(({ detail }) => detail))).toEqual([
      "10 of 10 pipelines are used",
      "8 of 10 pipelines are used",
    ]);
  });
});

test("the plan says how much of each limit is used, and when a monthly one starts again", async () => {
  const ctx = await under("professional");
  const [at, memberId] = [new Date(), ctx.member?.id];
  await record(ctx, [
    { meter: "emailsSent", quantity: 42, key: "now", at, source: "test", memberId },
    { meter: "emailsSent", quantity: 7, key: "before", at: addDays(at, -31), source: "test", memberId },
  ]);
  const { limits } = await getPlan(ctx, {});
  const resetsOn = expect.stringMatching(/^\d{4}-\d{2}-01$/);
  expect(limits.map(({ limit, used, most, resetsOn: day }) => [limit, used, most, day])).toEqual([
    ["pipelines", 1, 10, null],
    ["customFields", 0, 100, null],
    ["emailsSent", 42, 5_000, resetsOn],
    ["importedRows", 0, 250_000, resetsOn],
    ["apiCalls", 0, 1_000_000, resetsOn],
  ]);
});

describe("a workspace with more than its plan has", () => {
  test("reads everything; the pipelines beyond are read-only, and what is in them", async () => {
    const extra = await createPipeline(owner, { name: "Renewals" });
    const open = extra.stages.find(({ type }) => type === "open")?.id ?? "";
    const inExtra = await createOpportunity(owner, { name: "Old", stageId: open });
    const [standard] = await listPipelines(owner, {});
    const ctx = await under("starter");
    expect(await overLimits(ctx, "starter")).toMatchObject({
      limits: [{ limit: "pipelines", used: 2, most: 1, names: ["Renewals"] }],
    });
    expect(await pipelineNames(ctx)).toEqual([standard?.name, "Renewals"]);
    await expect(createOpportunity(ctx, { name: "New", stageId: open })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("Renewals is read-only"),
    });
    expect(await ctx.db.opportunity.count({ where: { name: "New" } })).toBe(0);
    const first = standard?.stages.find(({ type }) => type === "open")?.id ?? "";
    expect(await createOpportunity(ctx, { name: "New", stageId: first })).toMatchObject({ name: "New" });
    expect(await ctx.db.opportunity.findFirst({ where: { id: inExtra.id } })).toMatchObject({ name: "Old" });
  });

  test("moves no card within a pipeline that is read-only now or into it, nor back by undoing a move", async () => {
    const extra = await createPipeline(owner, { name: "Renewals" });
    const [standard] = await listPipelines(owner, {});
    const [first = "", second = ""] = extra.stages.flatMap(({ id, type }) => (type === "open" ? [id] : []));
    const usable = standard?.stages.find(({ type }) => type === "open")?.id ?? "";
    const within = await createOpportunity(owner, { name: "Within", stageId: first });
    const neighbour = await createOpportunity(owner, { name: "Neighbour", stageId: first });
    const into = await createOpportunity(owner, { name: "Into", stageId: usable });
    const { id: back } = await createOpportunity(owner, { name: "Back", stageId: first });
    const { version } = await moveOpportunity(owner, { id: back, stageId: usable });
    const ctx = await under("starter");
    const state = async () => [
      await ctx.db.opportunity.findMany({ orderBy: { id: "asc" } }),
      await ctx.db.stageEntry.findMany({ orderBy: { id: "asc" } }),
      await ctx.db.event.count(),
    ];
    const before = await state();
    const tries = [
      () => moveOpportunity(ctx, { id: within.id, stageId: second }),
      () => moveOpportunity(ctx, { id: within.id, stageId: first, before: neighbour.id }),
      () => moveOpportunity(ctx, { id: into.id, stageId: first }),
      () => undoMove(ctx, { id: back, version }),
    ];
    const told = { ...refused, message: expect.stringContaining("Renewals is read-only") };
    for (const one of tries) await expect(one()).rejects.toMatchObject(told);
    expect(await state()).toEqual(before);
    expect(await moveOpportunity(ctx, { id: within.id, stageId: usable })).toMatchObject({ name: "Within" });
  });

  test("is told on the plan page what is read-only now, by name only where they may manage it", async () => {
    await createPipeline(owner, { name: "Renewals" });
    const ctx = await under("starter");
    expect((await getPlan(ctx, {})).over).toEqual([{ limit: "pipelines", used: 2, most: 1, names: ["Renewals"] }]);
    const { over } = await getPlan(await later(await workspace.role("member")), {});
    expect(over).toEqual([{ limit: "pipelines", used: 2, most: 1, names: [] }]);
    expect((await getPlan(await under("professional"), {})).over).toEqual([]);
  });

  test("is told beforehand of a module that its own trial and that of the workspace do not keep", async () => {
    const soon = addDays(new Date(), 7);
    await owner.db.tenantModule.create({ data: { module: "pmo", trialEndsAt: soon } });
    const offered = await under("trial");
    expect((await overLimits(offered, "starter")).modules).toContainEqual(expect.objectContaining({ module: "pmo" }));
    await owner.db.subscription.updateMany({ data: { addOns: ["pmo"] } });
    const bought = await under("professional");
    expect(await overLimits(bought, "starter")).toMatchObject({ modules: [{ module: "pmo" }] });
    expect(await overLimits(bought, "professional")).toMatchObject({ modules: [] });
  });

  test("keeps the values of fields beyond, and refuses to change them", async () => {
    for (let index = 0; index < 6; index++)
      await createCustomField(owner, { entity: "contact", kind: "text", label: `Field ${index}` });
    let ctx = await later(owner);
    const values = { field_0: "first", field_5: "last" };
    const ann = await contactOperations.create(ctx, { firstName: "Ann", lastName: "Lee", custom: values });
    ctx = await under("starter");
    const change = (custom: Record<string, string>, version: number) =>
      contactOperations.update(ctx, { id: ann.id, version, custom });
    await expect(change({ field_5: "other" }, ann.version)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("Field 5 is read-only"),
    });
    expect((await contactOperations.get(ctx, { id: ann.id })).custom).toMatchObject(values);
    expect(await change({ field_0: "changed" }, ann.version)).toMatchObject({
      custom: { field_0: "changed", field_5: "last" },
    });
  });
});
