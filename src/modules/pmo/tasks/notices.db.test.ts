import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay } from "@/lib/working-time";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { testWorkspace } from "@/test/ctx";
import { projectOperations } from "../projects/operations";
import { completeTask } from "./agenda/operations";
import { taskOperations } from "./operations";
import { remindOfDueTasks, taskRemindersDue } from "./reminders/operations";

const { create, update, get } = taskOperations;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** The types of the notifications of a member, oldest first. */
async function typesOf(ctx: Ctx): Promise<string[]> {
  while (await relayOnce(notifications));
  const { rows } = await listNotifications(ctx, {});
  const items = rows.flatMap((group) => group.items).toSorted((one, other) => (one.at < other.at ? -1 : 1));
  return items.map(({ type, record }) => `${type} ${record}`);
}

async function firm() {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [ann, bo] = [await workspace.join("member"), await workspace.join("member")];
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  const task = await create(owner, { name: "Plan", projectId: project.id, ownerId: ann.id, others: [bo.id] });
  return { workspace, owner, ann, bo, project, task };
}

test("assignment, comments, changes and completion reach the assignee, those also assigned and followers", async () => {
  const { workspace, owner, ann, bo, task } = await firm();
  const [anns, bos, cleo] = [await workspace.as(ann), await workspace.as(bo), await workspace.role("member")];
  await setFollow(cleo, { entity: "task", recordId: task.id, state: "following" });
  const renamed = await update(owner, { ...idOf(task), priority: "high" });
  await createComment(owner, { entity: "task", recordId: task.id, text: "How far is it?" });
  const { version } = await get(owner, { id: task.id });
  await completeTask(owner, { id: task.id, version: Math.max(version, renamed.version) });
  expect(await typesOf(anns)).toEqual(["taskAssigned Plan", "taskCommented Plan", "taskCompleted Plan"]);
  expect(await typesOf(bos)).toEqual(["taskCompleted Plan"]);
  expect(await typesOf(cleo)).toEqual(["taskChanged Plan", "taskCommented Plan", "taskChanged Plan"]);
  expect(await typesOf(owner)).toEqual([]);
});

test("nobody is told of a task that they cannot see, or while its module is off", async () => {
  const { workspace, owner, ann, bo, task } = await firm();
  const cleo = await workspace.join("member");
  await setFollow(await workspace.as(cleo), { entity: "task", recordId: task.id, state: "following" });
  await setVisibility(owner, { entity: "project", level: "own" });
  const changed = await update(owner, { ...idOf(task), priority: "high" });
  expect(await typesOf(await workspace.as(cleo, { visibility: { project: "own" } }))).toEqual([]);
  expect(await typesOf(await workspace.as(ann))).toEqual(["taskAssigned Plan"]);
  await update(owner, { ...idOf(changed), ownerId: bo.id });
  await owner.db.subscription.updateMany({ data: { plan: "professional" } });
  expect(await typesOf(await workspace.as(bo))).toEqual([]);
});

test("a task that is due is told of once, in the morning of those whose it is", async () => {
  const { workspace, owner, ann, bo, project, task } = await firm();
  const hours = Array.from({ length: 7 }, () => [{ from: 0, until: 1440 }]);
  for (const member of [ann, bo])
    await setWorkingHours(await workspace.as(member), { own: { zone: "UTC", week: hours } });
  const today = localDay(new Date(), "UTC");
  await update(owner, { ...idOf(task), dueOn: today });
  const given = { projectId: project.id, ownerId: ann.id };
  await create(owner, { name: "Late", ...given, dueOn: dayLater(today, -3) });
  await create(owner, { name: "Old", ...given, dueOn: dayLater(today, -30) });
  await create(owner, { name: "Next", ...given, dueOn: dayLater(today, 1) });
  const done = await create(owner, { name: "Done", ...given, dueOn: today });
  await completeTask(owner, idOf(done));
  for (const ended of [{ phase: "completed" }, { phase: "archived" }, { archivedAt: new Date() }]) {
    const closed = await projectOperations.create(owner, { name: `Closed ${Object.values(ended)}` });
    await create(owner, { name: "Closed", ...given, projectId: closed.id, dueOn: today });
    await owner.db.project.updateMany({ where: { id: closed.id }, data: ended });
  }
  const noted = (entity: string, recordId: string, days: number) => ({
    ...{ entity, recordId, memberId: ann.id, kind: "due", occasion: `${days} days ago` },
    at: new Date(Date.now() - days * 24 * 60 * 60 * 1000),
  });
  await owner.db.recordReminder.createMany({
    data: [noted("task", task.id, 31), noted("task", task.id, 29), noted("opportunity", project.id, 31)],
  });
  const { slots } = await taskRemindersDue(workspace.system, new Date());
  const morning = slots.find((slot) => slot.startsWith(`${today} UTC`)) ?? "";
  const sweep = { job: "remind-of-tasks", slot: morning };
  const { id } = await workspace.system.db.sweep.create({ data: sweep as never, select: { id: true } });
  expect(await remindOfDueTasks(workspace.system, id)).toBe(2);
  expect(await remindOfDueTasks(workspace.system, id)).toBe(0);
  const old = await owner.db.recordReminder.findMany({ where: { occasion: { endsWith: "ago" } } });
  expect(old.map(({ entity, occasion }) => `${entity} ${occasion}`).toSorted()).toEqual([
    "opportunity 31 days ago",
    "task 29 days ago",
  ]);
  const dueOnes = async (ctx: Ctx) => (await typesOf(ctx)).filter((one) => one.startsWith("taskDue")).toSorted();
  expect(await dueOnes(await workspace.as(ann))).toEqual(["taskDue Late", "taskDue Plan"]);
  expect(await dueOnes(await workspace.as(bo))).toEqual(["taskDue Plan"]);
});
