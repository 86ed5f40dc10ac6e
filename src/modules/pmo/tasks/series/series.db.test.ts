// @module-tag once

import "@/registry/operations";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { projectOperations } from "../../projects/operations";
import { completeTask, reopenTask } from "../agenda/operations";
import { addTaskItem, listTaskChecklist, updateTaskItem } from "../checklist/operations";
import { taskOperations } from "../operations";
import { repeatDueTasks, taskSeriesDue } from "./operations/make-next";
import { getTaskRepeat, setTaskRepeat } from "./operations/set-repeat";

const { create, update, get, list, archive, restore } = taskOperations;
const zone = "America/Chicago";
const today = localDay(new Date(), zone);
const day = (days: number) => dayLater(today, days);
/** The end of a day in the zone of the workspace. */
const endOf = (of: string) => momentOfClock(dayLater(of, 1), 0, zone);
const daily = { every: 1, unit: "day" } as const;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

async function firm() {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  const repeating = async (values: object = {}, rule: object = daily) => {
    const task = await create(owner, { name: "Report", projectId: project.id, dueOn: day(1), ...values });
    return await setTaskRepeat(owner, { ...idOf(task), rule: rule as never });
  };
  return { workspace, owner, system: workspace.system, project, repeating };
}

const byDay = { sort: { field: "dueOn", direction: "asc" } } as const;
const all = async (ctx: Ctx) =>
  (await list(ctx, byDay)).rows.map(({ dueOn, completedAt }) => `${dueOn} ${completedAt ? "done" : "open"}`);
const open = async (ctx: Ctx) => (await list(ctx, byDay)).rows.filter(({ completedAt }) => !completedAt);
const stateOf = async (ctx: Ctx) =>
  await ctx.db.taskSeries.findFirst({ select: { attempts: true, reason: true, nextAt: true } });

describe("the next task is made", () => {
  test("when one is done, with its values, a new number and the first status", async () => {
    const { workspace, owner, project, repeating } = await firm();
    const [ann, bo] = [await workspace.join("member"), await workspace.join("member")];
    const tag = await createTag(owner, { name: "Monthly" });
    const tagged = await later(owner);
    const above = await create(owner, { name: "Above", projectId: project.id });
    const first = await repeating({
      ...{ ownerId: ann.id, others: [bo.id], parentId: above.id, estimate: 90, priority: "high", billable: false },
      ...{ startsOn: day(-1), description: "Ask for the **budget**" },
    });
    const withTag = await update(tagged, { ...idOf(first), tags: [tag.id], percent: 50 });
    const one = await addTaskItem(owner, { ...idOf(withTag), text: "Collect" });
    const two = await addTaskItem(owner, { id: first.id, version: one.version, text: "Send" });
    const itemId = two.checklist[0]?.id ?? "";
    await updateTaskItem(owner, { id: first.id, version: two.version, itemId, done: true } as never);
    await setFollow(owner, { entity: "task", recordId: first.id, state: "following" });
    expect(first.repeats).toBe("Every day");
    const { version } = await get(owner, { id: first.id });
    await completeTask(owner, { id: first.id, version });
    const next = (await open(tagged)).find(({ name }) => name === "Report");
    expect(next).toMatchObject({
      ...{ number: 3, key: "KAN-3", dueOn: day(2), startsOn: day(0), status: { name: "To do" }, percent: null },
      ...{ owner: { id: ann.id }, others: [{ id: bo.id }], parent: { id: above.id }, estimate: 90, priority: "high" },
      ...{ billable: false, repeats: "Every day", limitKind: "notBefore", completedAt: null },
      deadline: expect.any(String),
    });
    expect(await get(tagged, { id: next?.id ?? "" })).toMatchObject({
      description: { text: expect.stringContaining("budget") },
      tags: [tag.id],
    });
    const { checklist } = await listTaskChecklist(owner, { id: next?.id ?? "" });
    expect(checklist.map(({ text, done }) => [text, done])).toEqual([
      ["Collect", false],
      ["Send", false],
    ]);
    const follows = await owner.db.recordFollow.findMany({ where: { recordId: next?.id ?? "" } });
    expect(follows).toMatchObject([{ memberId: owner.member?.id, state: "following" }]);
  });

  test("when one is archived, and by the clock when its day has passed: once, and not for each missed day", async () => {
    const { owner, system, repeating } = await firm();
    await archive(owner, idOf(await repeating()));
    expect(await all(owner)).toEqual([`${day(2)} open`]);
    const passed = endOf(day(2));
    expect(await taskSeriesDue(system, new Date())).toEqual({ slots: [], next: passed });
    expect(await repeatDueTasks(system, new Date(passed.getTime() - 1))).toBe(0);
    await Promise.all([repeatDueTasks(system, passed), repeatDueTasks(system, passed)]);
    expect(await all(owner)).toEqual([`${day(2)} open`, `${day(3)} open`]);
    await repeatDueTasks(system, endOf(day(40)));
    expect(await all(owner)).toEqual([`${day(2)} open`, `${day(3)} open`, `${day(41)} open`]);
  });

  test("never after one is archived with its series, until that is restored", async () => {
    const { owner, system, repeating } = await firm();
    const archived = await archive(owner, { ...idOf(await repeating()), endsSeries: true });
    expect([await all(owner), await repeatDueTasks(system, endOf(day(40)))]).toEqual([[], 0]);
    await restore(owner, idOf(archived));
    await repeatDueTasks(system, endOf(day(1)));
    expect(await all(owner)).toEqual([`${day(1)} open`, `${day(2)} open`]);
  });

  test("never twice: two complete one at once, once more after it was opened again, and with the clock", async () => {
    const { owner, system, repeating } = await firm();
    const first = await repeating();
    const complete = () => completeTask(owner, idOf(first));
    await atOnce<unknown>(complete, complete, () => repeatDueTasks(system, endOf(day(1))));
    expect(await all(owner)).toEqual([`${day(1)} done`, `${day(2)} open`]);
    const done = await get(owner, { id: first.id });
    const again = await reopenTask(owner, idOf(done));
    await completeTask(owner, idOf(again));
    expect(await all(owner)).toEqual([`${day(1)} done`, `${day(2)} open`]);
    const twice =
      "update tasks set occurrence = (select occurrence from tasks where id = $1) where series_id = (select series_id from tasks where id = $1)";
    await expect(adminQuery(twice, [first.id])).rejects.toMatchObject({ code: "23505" });
  });

  test("at the end of its day in the zone of the workspace, when the clocks change too", async () => {
    const { owner, system, repeating } = await firm();
    // The clocks go back at two o'clock: this day has 25 hours.
    await repeating({ dueOn: "2031-11-01" });
    await repeatDueTasks(system, new Date("2031-11-02T05:00:00Z"));
    expect(await all(owner)).toEqual(["2031-11-01 open", "2031-11-02 open"]);
    expect((await stateOf(owner))?.nextAt).toEqual(new Date("2031-11-03T06:00:00Z"));
    expect(await repeatDueTasks(system, new Date("2031-11-03T05:59:59Z"))).toBe(0);
    expect(await repeatDueTasks(system, new Date("2031-11-03T06:00:00Z"))).toBe(1);
    expect(await all(owner)).toEqual(["2031-11-01 open", "2031-11-02 open", "2031-11-03 open"]);
  });

  test("after the day to which the last one was moved, so that two are not open", async () => {
    const { owner, system, repeating } = await firm();
    const first = await repeating();
    const moved = await update(owner, { ...idOf(first), dueOn: day(5) });
    expect((await stateOf(owner))?.nextAt).toEqual(endOf(day(5)));
    expect(await repeatDueTasks(system, endOf(day(1)))).toBe(0);
    expect(await all(owner)).toEqual([`${day(5)} open`]);
    // The rule counts from its own day, also when the task comes before it.
    await update(owner, { ...idOf(moved), dueOn: day(-3) });
    expect((await stateOf(owner))?.nextAt).toEqual(endOf(day(1)));
    expect(await repeatDueTasks(system, endOf(day(1)))).toBe(1);
    expect(await all(owner)).toEqual([`${day(-3)} open`, `${day(2)} open`]);
    await update(owner, { ...idOf(await get(owner, { id: first.id })), dueOn: day(20) });
    expect((await stateOf(owner))?.nextAt).toEqual(endOf(day(2)));
  });

  test("until the rule ends, or the task no longer repeats", async () => {
    const { owner, repeating } = await firm();
    const last = await repeating({}, { ...daily, count: 2 });
    await completeTask(owner, idOf(last));
    const [second] = await open(owner);
    await completeTask(owner, idOf(second ?? last));
    expect(await open(owner)).toEqual([]);
    const stopped = await repeating({ name: "Stopped" });
    const plain = await setTaskRepeat(owner, { ...idOf(stopped), rule: null });
    expect(plain.repeats).toBeNull();
    await completeTask(owner, idOf(plain));
    expect(await open(owner)).toEqual([]);
  });

  test("not from a task that was deleted: the series ends", async () => {
    const { owner, system, repeating } = await firm();
    const task = await repeating();
    await taskOperations.delete(owner, idOf(task));
    await repeatDueTasks(system, endOf(day(1)));
    expect(await stateOf(owner)).toMatchObject({ nextAt: null, attempts: 0 });
  });
});

test("a removed assignee is followed by the manager of the project", async () => {
  const { workspace, owner, project, repeating } = await firm();
  const ann = await workspace.join("member");
  const task = await repeating({ ownerId: ann.id, others: [ann.id, owner.member?.id ?? ""] });
  await owner.db.member.update({ where: { id: ann.id }, data: { status: "removed" } });
  await completeTask(owner, idOf(task));
  const [next] = await open(owner);
  expect(next).toMatchObject({ owner: { id: project.owner?.id }, others: [{ id: owner.member?.id }] });
});

test("a guest whose share ended is followed by the manager, and is no longer also assigned", async () => {
  const { workspace, owner, project, repeating } = await firm();
  const guest = await workspace.join("guest");
  const shared = await projectOperations.update(owner, { ...idOf(project), members: [guest.id] });
  const task = await repeating({ ownerId: guest.id, others: [guest.id] });
  await projectOperations.update(owner, { ...idOf(shared), members: [] });
  await completeTask(owner, idOf(task));
  expect(await open(owner)).toMatchObject([{ owner: { id: project.owner?.id }, others: null }]);
  expect(await stateOf(owner)).toMatchObject({ attempts: 0, reason: null });
});

test("a guest of the team has the next task too", async () => {
  const { workspace, owner, project, repeating } = await firm();
  const guest = await workspace.join("guest");
  await projectOperations.update(owner, { ...idOf(project), members: [guest.id] });
  await completeTask(owner, idOf(await repeating({ ownerId: guest.id })));
  expect(await open(owner)).toMatchObject([{ owner: { id: guest.id } }]);
});

test("a task without a day, one that is done and one that one may not edit cannot repeat", async () => {
  const { workspace, owner, project, repeating } = await firm();
  const undated = await create(owner, { name: "Undated", projectId: project.id });
  const rows = async () => await owner.db.task.findMany({ orderBy: { id: "asc" } });
  const before = await rows();
  const refused = (ctx: Ctx, task: { id: string; version: number }) =>
    setTaskRepeat(ctx, { ...idOf(task), rule: daily });
  await expect(refused(owner, undated)).rejects.toThrow("A task repeats by its date");
  const stranger = await workspace.role("member");
  await expect(refused(stranger, undated)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await rows()).toEqual(before);
  expect(await owner.db.taskSeries.count()).toBe(0);
  const done = await completeTask(
    owner,
    idOf(await create(owner, { name: "Done", projectId: project.id, dueOn: today })),
  );
  await expect(refused(owner, done)).rejects.toThrow("This task is over");
  const task = await repeating({}, { every: 2, unit: "week", weekdays: [1] });
  expect(await getTaskRepeat(owner, { id: task.id })).toMatchObject({ rule: { every: 2 }, startOn: day(1) });
});

test("a module that is off makes none; on again the clock continues", async () => {
  const { owner, system, repeating } = await firm();
  const task = await repeating();
  await owner.db.subscription.updateMany({ data: { plan: "professional" } });
  const off = await later(owner);
  await expect(completeTask(off, idOf(task))).rejects.toMatchObject({ code: "MODULE_OFF" });
  await expect(getTaskRepeat(off, { id: task.id })).rejects.toMatchObject({ code: "MODULE_OFF" });
  expect(await owner.db.task.count()).toBe(1);
  await owner.db.subscription.updateMany({ data: { plan: "enterprise" } });
  expect(await repeatDueTasks(system, endOf(day(1)))).toBe(1);
});
