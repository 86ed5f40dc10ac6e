import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { later, testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { completeTask } from "../agenda/operations";
import { taskOperations } from "../operations";
import { repeatDueTasks } from "./operations/make-next";
import { getTaskRepeat, setTaskRepeat } from "./operations/set-repeat";

const { create, get, archive, list } = taskOperations;
const zone = "America/Chicago";
const day = (days: number) => dayLater(localDay(new Date(), zone), days);
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** A project with room for two tasks, which a repeating task of a member and another one fill. */
async function full() {
  const workspace = await testWorkspace();
  const first = await workspace.role("owner");
  await first.db.tenantModule.create({ data: { module: "pmo", limits: { tasksPerProject: 2 } } });
  const owner = await later(first);
  const member = await workspace.join("member");
  const ann = await later(await workspace.as(member));
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  const made = await create(owner, { name: "Report", projectId: project.id, ownerId: member.id, dueOn: day(1) });
  const task = await setTaskRepeat(owner, { ...idOf(made), rule: { every: 1, unit: "day" } });
  const other = await create(owner, { name: "Other", projectId: project.id });
  return { workspace, owner, ann, project, task, other, system: await later(workspace.system) };
}

async function told(ctx: Ctx): Promise<string[]> {
  while (await relayOnce(notifications));
  const { rows } = await listNotifications(ctx, {});
  const items = rows.flatMap((group) => group.items);
  return items.flatMap(({ type, detail }) => (type === "taskRepeatFailed" ? [detail ?? ""] : []));
}

const state = async (ctx: Ctx) =>
  await ctx.db.taskSeries.findFirst({ select: { attempts: true, reason: true, nextAt: true, latestId: true } });

test("a full project lets a task be done, makes no next one, tells its assignee once, and continues with room", async () => {
  const { owner, ann, system, task, other } = await full();
  const done = await completeTask(ann, idOf(task));
  expect(done).toMatchObject({ status: { name: "Done" } });
  expect((await list(owner, {})).total).toBe(2);
  const failed = await state(owner);
  expect(failed).toMatchObject({ attempts: 1, reason: expect.stringContaining("tasks"), latestId: task.id });
  expect(await getTaskRepeat(ann, { id: task.id })).toMatchObject({
    ...{ triedAgainAt: failed?.nextAt?.toISOString(), reason: failed?.reason },
  });
  // No number is lost, and nothing of the next one is left.
  const project = await owner.db.project.findFirst({ select: { taskNumber: true } });
  expect(project?.taskNumber).toBe(2);
  expect(await told(ann)).toEqual([expect.stringContaining("room for 2 tasks")]);
  const at = failed?.nextAt ?? new Date();
  expect(await repeatDueTasks(system, at)).toBe(0);
  expect(await state(owner)).toMatchObject({ attempts: 2 });
  expect(await told(ann)).toHaveLength(1);
  await archive(owner, idOf(await get(owner, { id: other.id })));
  const later = (await state(owner))?.nextAt ?? new Date();
  expect(await repeatDueTasks(system, later)).toBe(1);
  expect(await state(owner)).toMatchObject({ attempts: 0, reason: null });
  expect((await list(owner, {})).rows.map(({ name, number }) => [name, number]).toSorted()).toEqual([
    ["Report", 1],
    ["Report", 3],
  ]);
});

test("by the clock a full project makes none either; the manager is told of a task of nobody", async () => {
  const { owner, system, task } = await full();
  await taskOperations.update(owner, { ...idOf(task), ownerId: null });
  const passed = momentOfClock(day(2), 0, zone);
  expect(await repeatDueTasks(system, passed)).toBe(0);
  expect(await state(owner)).toMatchObject({ attempts: 1 });
  expect(await owner.db.task.count()).toBe(2);
  expect(await told(owner)).toEqual([expect.stringContaining("room for 2 tasks")]);
});

test.each(["removed", "a guest without a share"])("the manager is told of a task whose assignee is %s", async (how) => {
  const { workspace, owner, ann, system, project, task } = await full();
  if (how === "removed") await owner.db.member.update({ where: { id: ann.member?.id ?? "" }, data: { status: how } });
  else {
    const guest = await workspace.join("guest");
    const shared = await projectOperations.update(owner, { ...idOf(project), members: [guest.id] });
    await taskOperations.update(owner, { ...idOf(task), ownerId: guest.id });
    await projectOperations.update(owner, { ...idOf(shared), members: [] });
  }
  expect(await repeatDueTasks(system, momentOfClock(day(2), 0, zone))).toBe(0);
  expect(await told(owner)).toEqual([expect.stringContaining("room for 2 tasks")]);
});

test("a completed project makes no next task and tells nobody, and goes on once it is reopened", async () => {
  const { owner, ann, system, project, task, other } = await full();
  await archive(owner, idOf(other));
  const phase = async (name: string) =>
    await owner.db.project.updateMany({ where: { id: project.id }, data: { phase: name } });
  await phase("completed");
  const before = await owner.db.task.findMany({ orderBy: { id: "asc" } });
  const passed = momentOfClock(day(2), 0, zone);
  expect(await repeatDueTasks(system, passed)).toBe(0);
  expect(await owner.db.task.findMany({ orderBy: { id: "asc" } })).toEqual(before);
  const rested = await state(owner);
  expect(rested).toMatchObject({ attempts: 0, reason: null, latestId: task.id });
  expect(rested?.nextAt?.getTime()).toBeGreaterThan(passed.getTime());
  // To finish what is left makes none either.
  await completeTask(ann, idOf(await get(owner, { id: task.id })));
  expect(await owner.db.task.count()).toBe(2);
  expect([...(await told(ann)), ...(await told(owner))]).toEqual([]);
  await phase("active");
  expect(await repeatDueTasks(system, (await state(owner))?.nextAt ?? passed)).toBe(1);
});

test("an archived project makes no next task, and does once it is restored", async () => {
  const { owner, system, project, other } = await full();
  await archive(owner, idOf(other));
  const gone = await projectOperations.archive(owner, idOf(project));
  const passed = momentOfClock(day(2), 0, zone);
  expect(await repeatDueTasks(system, passed)).toBe(0);
  expect(await state(owner)).toMatchObject({ reason: expect.stringContaining("Kanban is archived") });
  await projectOperations.restore(owner, idOf(gone));
  expect(await repeatDueTasks(system, (await state(owner))?.nextAt ?? passed)).toBe(1);
});
