import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { addWorkingMinutes } from "@/lib/working-time";
import { calendarOfWorkspace } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { listFollowUps } from "../activities/follow-ups/operations";
import { activityOperations } from "../activities/operations/all";
import type { Pipeline } from "../pipelines/schema";
import { createStage, updateStage } from "../pipelines/stages/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { computeServiceLevels, serviceLevelsDue } from "./operations/service-levels";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;

beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
});

const stageAt = (place: number) => {
  const stage = pipeline.stages[place];
  if (!stage) throw new Error(`There is no stage ${place}.`);
  return stage;
};
const setHours = async (place: number, serviceHours: number | null) => {
  const [row] = await adminQuery<{ version: number }>("select version from stages where id = $1", [stageAt(place).id]);
  await updateStage(admin, { id: stageAt(place).id, version: row?.version ?? 1, serviceHours });
};
const compute = () => computeServiceLevels(workspace.system);
const isDue = async () => (await serviceLevelsDue(workspace.system, new Date())).slots.length > 0;
const dueAt = async (id: string) => (await opportunityOperations.get(admin, { id })).serviceDueAt;
const expected = async (from: string, hours: number) =>
  addWorkingMinutes(await calendarOfWorkspace(workspace.system), new Date(from), hours * 60)?.toISOString() ?? null;
const touched = (id: string, at: string) =>
  adminQuery("update opportunities set touched_at = $2, stage_entered_at = $2 where id = $1", [id, at]);

describe("the service level of a stage", () => {
  test("sets by when its opportunities are followed up, in working hours from the last activity or move", async () => {
    const { id } = await createOpportunity(admin, { name: "Copper" });
    expect([await isDue(), await compute(), await dueAt(id)]).toEqual([false, 0, null]);
    await setHours(0, 8);
    await touched(id, "2026-11-20T20:00:00.000Z");
    expect(await isDue()).toBe(true);
    await compute();
    expect(await isDue()).toBe(false);
    expect(await dueAt(id)).toBe(await expected("2026-11-20T20:00:00.000Z", 8));
  });

  test("is counted anew after a move, an activity, other hours and their end", async () => {
    await setHours(0, 8);
    await setHours(1, 4);
    const { id } = await createOpportunity(admin, { name: "Copper" });
    await compute();
    await activityOperations.create(admin, {
      name: "Call",
      kind: "call",
      status: "completed",
      about: [{ entity: "opportunity", id }],
    });
    expect(await dueAt(id)).toBeNull();
    await compute();
    const called = (await opportunityOperations.get(admin, { id })).touchedAt ?? "";
    expect(await dueAt(id)).toBe(await expected(called, 8));
    await moveOpportunity(admin, { id, stageId: stageAt(1).id });
    expect(await isDue()).toBe(true);
    await compute();
    const { touchedAt } = await opportunityOperations.get(admin, { id });
    expect(await dueAt(id)).toBe(await expected(touchedAt ?? "", 4));
    await setHours(1, 16);
    await compute();
    expect(await dueAt(id)).toBe(await expected(touchedAt ?? "", 16));
    await setHours(1, null);
    expect(await isDue()).toBe(true);
    await compute();
    expect([await isDue(), await dueAt(id)]).toEqual([false, null]);
  });

  test("puts an opportunity with a next step on the follow-up list when its time has passed", async () => {
    await setHours(0, 1);
    const { id } = await createOpportunity(admin, { name: "Copper" });
    await activityOperations.create(admin, {
      name: "Demo",
      startsAt: new Date(Date.now() + 40 * 86_400_000).toISOString(),
      about: [{ entity: "opportunity", id }],
    });
    await touched(id, "2026-11-02T15:00:00.000Z");
    expect((await listFollowUps(admin, { scope: "all" })).items).toEqual([]);
    await compute();
    const { items } = await listFollowUps(admin, { scope: "all" });
    expect(items.map(({ name, reason, since }) => [name, reason, since])).toEqual([
      ["Copper", "serviceLevel", await expected("2026-11-02T15:00:00.000Z", 1)],
    ]);
  });

  test("is for open stages only", async () => {
    const won = pipeline.stages.find(({ type }) => type === "won");
    const target = { id: won?.id ?? "", version: won?.version ?? 1 };
    await expect(updateStage(admin, { ...target, serviceHours: 4 })).rejects.toMatchObject({ code: "VALIDATION" });
    const made = await createStage(admin, { pipelineId: pipeline.id, name: "Signed", type: "won", serviceHours: 4 });
    expect(made.serviceHours).toBeNull();
  });
});

test("the database holds hours of at least one", async () => {
  await expect(adminQuery("update stages set service_hours = 0")).rejects.toThrow("stages_service_hours_check");
});
