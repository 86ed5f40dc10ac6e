// @module-tag once

import { unseenRecord } from "@/lib/unseen-record";
import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { dayDigest } from "@/modules/platform/data/today/operations/digest";
import { countToday, listToday } from "@/modules/platform/data/today/operations/list";
import { snoozeItem } from "@/modules/platform/data/today/operations/snooze";
import type { AgendaSection } from "@/modules/platform/data/today/rules";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { later, testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { taskStatusOperations } from "../../task-statuses/operations";
import { workflowOperations } from "../../workflows/operations";
import { addTaskItem } from "../checklist/operations";
import { taskOperations } from "../operations";
import { completeTask, reopenTask } from "./operations";

const { create, update, get, archive } = taskOperations;
const zone = "America/Chicago";
const today = () => localDay(new Date(), zone);
const inDays = (days: number) => dayLater(today(), days);
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

async function firm() {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const member = await workspace.join("member");
  const mine = await workspace.as(member);
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  const { rows } = await taskStatusOperations.list(owner, { limit: 100 });
  const statuses = Object.fromEntries(rows.map(({ name, id }) => [name, id]));
  const make = (name: string, values: object) => create(owner, { name, projectId: project.id, ...values });
  return { workspace, owner, member, mine, project, statuses, make };
}

const sections = ["overdue", "today", "next7", "done"] as const;
const itemsOf = async (ctx: Ctx, section: AgendaSection) => (await listToday(ctx, { section, limit: 100 })).rows;

async function titles(ctx: Ctx) {
  const found = await Promise.all(sections.map((section) => itemsOf(ctx, section)));
  return Object.fromEntries(sections.map((section, at) => [section, (found[at] ?? []).map(({ title }) => title)]));
}

test("the tasks of a member stand beside activities on their due days, those also assigned too, and count along", async () => {
  const { workspace, owner, member, mine, project, statuses, make } = await firm();
  const own = { ownerId: member.id };
  const call = { name: "Call", kind: "call", ...own, dueOn: today() } as never;
  await activityOperations.create(owner, call);
  await make("Late", { ...own, dueOn: inDays(-2) });
  const now = await make("Now", { ...own, dueOn: today(), kind: "milestone" });
  await make("Together", { ownerId: owner.member?.id, others: [member.id], dueOn: inDays(7) });
  await make("Nobody's", { others: [member.id], dueOn: inDays(1) });
  await make("Both", { ...own, others: [member.id], dueOn: inDays(2) });
  await make("Later", { ...own, dueOn: inDays(8) });
  await make("Undated", own);
  await make("Of others", { ownerId: owner.member?.id, dueOn: today() });
  const done = await make("Done", { ...own, dueOn: inDays(-1) });
  await update(owner, { ...idOf(done), statusId: statuses.Done });
  const old = await make("Archived", { ...own, dueOn: today() });
  await archive(owner, idOf(old));
  const found = await titles(mine);
  expect({ ...found, today: found.today?.toSorted() }).toEqual({
    overdue: ["Late"],
    today: ["Call", "Now"],
    next7: ["Nobody's", "Both", "Together"],
    done: ["Done"],
  });
  expect(await countToday(mine, {})).toMatchObject({ overdue: 1, due: 2, next7: 3, done: 1 });
  expect((await itemsOf(mine, "today")).find(({ title }) => title === "Now")).toMatchObject({
    ...{ source: "task", entity: "task", recordId: now.id, label: "Milestone", icon: "task", day: today() },
    about: { entity: "project", id: project.id, name: "Kanban" },
    owner: { id: member.id },
    mayEdit: true,
  });
  const hidden = await workspace.as(member, { visibility: { project: "own" } });
  expect((await itemsOf(hidden, "overdue"))[0]?.about).toEqual({ entity: "project", id: null, name: unseenRecord });
  const blind = await workspace.as(member, { hiddenFields: { task: ["dueOn"] } });
  expect(await countToday(blind, {})).toMatchObject({ overdue: 0, due: 1, next7: 0, done: 0 });
});

test("the counts are those of a reckoning by hand over many tasks, page by page too", async () => {
  const { owner, member, mine, make, statuses } = await firm();
  const expected = { overdue: 0, due: 0, next7: 0, done: 0 };
  for (let at = 0; at < 60; at++) {
    const days = (at * 7) % 23;
    const [isMine, isDone] = [at % 3 !== 0, at % 5 === 0];
    const who = at % 2 ? { ownerId: member.id } : { others: [member.id], ownerId: owner.member?.id };
    const task = await make(`Task ${at}`, { ...(isMine ? who : {}), dueOn: inDays(days - 10) });
    if (isDone) await update(owner, { ...idOf(task), statusId: statuses.Done });
    if (!isMine) continue;
    if (isDone) expected.done += 1;
    else if (days < 10) expected.overdue += 1;
    else if (days === 10) expected.due += 1;
    else if (days <= 17) expected.next7 += 1;
  }
  expect(await countToday(mine, {})).toMatchObject(expected);
  const paged: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listToday>> = await listToday(mine, {
      ...{ section: "overdue", limit: 4 },
      ...(cursor && { cursor }),
    });
    paged.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual((await itemsOf(mine, "overdue")).map(({ id }) => id));
  expect(new Set(paged).size).toBe(expected.overdue);
});

test.each(["completed", "archived"])(
  "the tasks of a project that is %s are no part of a day until it goes on",
  async (phase) => {
    const { owner, member, mine, project, make } = await firm();
    await make("Late", { ownerId: member.id, dueOn: inDays(-1) });
    await make("Now", { others: [member.id], dueOn: today() });
    const set = async (data: object) => await owner.db.project.updateMany({ where: { id: project.id }, data });
    const none = { overdue: [], today: [], next7: [], done: [] };
    await set({ phase });
    expect(await titles(mine)).toEqual(none);
    expect(await countToday(mine, {})).toMatchObject({ overdue: 0, due: 0 });
    await set({ phase: "paused", archivedAt: new Date() });
    expect(await titles(mine)).toEqual(none);
    await set({ archivedAt: null });
    expect(await titles(mine)).toEqual({ ...none, overdue: ["Late"], today: ["Now"] });
  },
);

test("a module that is off leaves no task in Today, its counts and the digest; on again they are back", async () => {
  const { owner, member, mine, make } = await firm();
  await make("Late", { ownerId: member.id, dueOn: inDays(-1) });
  await make("Now", { ownerId: member.id, dueOn: today() });
  const digest = async (ctx: Ctx) =>
    (await dayDigest(ctx, { now: new Date(), zone, today: today(), mostLines: 10 })).flatMap(({ lines }) =>
      lines.map(({ text }) => text),
    );
  expect(await digest(mine)).toEqual(["Late", "Now"]);
  await owner.db.subscription.updateMany({ data: { plan: "professional" } });
  const off = await later(mine);
  expect(await titles(off)).toEqual({ overdue: [], today: [], next7: [], done: [] });
  expect(await countToday(off, {})).toMatchObject({ overdue: 0, due: 0, next7: 0, done: 0 });
  expect(await digest(off)).toEqual([]);
  await owner.db.subscription.updateMany({ data: { plan: "enterprise" } });
  expect(await countToday(await later(mine), {})).toMatchObject({ overdue: 1, due: 1 });
});

test("to complete a task moves it to the first status that is done and permitted, and to reopen it back", async () => {
  const { mine, member, make } = await firm();
  const task = await make("Plan", { ownerId: member.id, dueOn: today() });
  const done = await completeTask(mine, idOf(task));
  expect(done).toMatchObject({ status: { name: "Done" }, completedAt: expect.any(String), percent: 100 });
  expect(await completeTask(mine, idOf(done))).toEqual(done);
  const [item] = await itemsOf(mine, "done");
  expect(item).toMatchObject({ title: "Plan", stored: { state: null } });
  expect(await reopenTask(mine, idOf(done))).toMatchObject({ status: { name: "To do" }, completedAt: null });
  const again = await get(mine, { id: task.id });
  const complete = () => completeTask(mine, idOf(again));
  const answers = await atOnce(complete, complete);
  expect(answers.map(({ status }) => status)).toContain("fulfilled");
  expect((await get(mine, { id: task.id })).version).toBe(again.version + 1);
});

test("a task whose workflow does not let it be done is refused with the reason, and stays as it is", async () => {
  const { owner, member, mine, statuses, workspace } = await firm();
  const { rows } = await workflowOperations.list(owner, {});
  const workflowId = rows.find(({ name }) => name === "Development")?.id ?? null;
  const project = await projectOperations.create(owner, { name: "Shop", workflowId });
  const given = { projectId: project.id, ownerId: member.id, dueOn: today() };
  const first = await create(owner, { name: "Build", ...given });
  const ready = await create(owner, { name: "Test", ...given, statusId: statuses["In testing"] });
  await addTaskItem(owner, { ...idOf(ready), text: "Read the log" });
  const before = async () => await owner.db.task.findMany({ orderBy: { id: "asc" } });
  const rows0 = await before();
  const refused = async (ctx: Ctx, id: string, version: number, message: string) =>
    await expect(completeTask(ctx, { id, version })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "statusId", message: expect.stringContaining(message) }] },
    });
  await refused(mine, first.id, first.version, "cannot move from Created to Deployed. Choose Assigned");
  const current = await get(mine, { id: ready.id });
  await refused(mine, ready.id, current.version, "Finish the checklist");
  const stranger = await workspace.role("member");
  await expect(completeTask(stranger, idOf(current))).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await before()).toEqual(rows0);
});

test("a snooze moves the due day of a task and refuses a time of day", async () => {
  const { mine, member, make } = await firm();
  const task = await make("Plan", { ownerId: member.id, dueOn: inDays(-1) });
  const item = { source: "task", entity: "task", ...idOf(task) };
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  await expect(snoozeItem(mine, { ...item, to: { startsAt } })).rejects.toThrow("Choose a day");
  await expect(snoozeItem(mine, { ...item, to: { day: inDays(-1) } })).rejects.toThrow("in the past");
  expect(await get(mine, { id: task.id })).toMatchObject({ dueOn: inDays(-1), version: task.version });
  await snoozeItem(mine, { ...item, to: { day: inDays(1) } });
  expect(await titles(mine)).toMatchObject({ overdue: [], next7: ["Plan"] });
});
