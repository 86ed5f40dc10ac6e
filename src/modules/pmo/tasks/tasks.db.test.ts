// @module-tag once

import "@/registry/register";
import { expect, test } from "vitest";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { atOnce } from "@/test/at-once";
import { testWorkspace } from "@/test/ctx";
import { howManyWait } from "@/test/db";
import { check, run, upload } from "@/test/import-trial";
import { projectOperations } from "../projects/operations";
import { taskStatusOperations } from "../task-statuses/operations";
import { workflowOperations } from "../workflows/operations";
import { listWorkflowStatuses, removeWorkflowStep } from "../workflows/statuses/operations";
import { addTaskItem, updateTaskItem } from "./checklist/operations";
import { taskOperations } from "./operations";

const { create, update, get, list, bulk } = taskOperations;

async function started() {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  return { workspace, owner, project };
}

const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** The ids of all statuses by name. */
async function statuses(ctx: Ctx): Promise<Record<string, string>> {
  const { rows } = await taskStatusOperations.list(ctx, { limit: 100 });
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

async function workflowId(ctx: Ctx, name: string): Promise<string> {
  const { rows } = await workflowOperations.list(ctx, {});
  return rows.find((row) => row.name === name)?.id ?? "";
}

const stored = async (ctx: Ctx) => await ctx.db.task.findMany({ orderBy: { id: "asc" } });

/** Expects a refusal at a field, whose sentence says this, and that nothing was written. */
async function refused(ctx: Ctx, act: () => Promise<unknown>, path: string, words: string): Promise<void> {
  const before = await stored(ctx);
  await expect(act()).rejects.toMatchObject({
    code: "VALIDATION",
    details: { fields: [{ path, message: expect.stringContaining(words) }] },
  });
  expect(await stored(ctx)).toEqual(before);
}

test("tasks that are made at once have different numbers, and keys of their project", async () => {
  const { owner, project } = await started();
  const made: Awaited<ReturnType<typeof create>>[] = [];
  // As many as the app lets wait for a connection.
  for (let wave = 0; wave < 2; wave++)
    made.push(
      ...(await Promise.all(
        Array.from({ length: 40 }, (_, at) => create(owner, { name: `Task ${wave * 40 + at}`, projectId: project.id })),
      )),
    );
  const numbers = made.map(({ number }) => number);
  expect(new Set(numbers).size).toBe(80);
  expect(made.map(({ key }) => key)).toEqual(numbers.map((number) => `KAN-${number}`));
  const other = await projectOperations.create(owner, { name: "Board" });
  expect(await create(owner, { name: "First", projectId: other.id })).toMatchObject({
    number: 1,
    key: `${other.key}-1`,
  });
});

test("the first project brings the workflows; a new task has the first status of the one of its project", async () => {
  const { owner, project } = await started();
  const { rows } = await workflowOperations.list(owner, { sort: { field: "position", direction: "asc" } });
  expect(rows.map(({ name }) => name)).toEqual(["Tasks", "Development", "Initiation"]);
  expect(await create(owner, { name: "Plan", projectId: project.id })).toMatchObject({ status: { name: "To do" } });
  const second = await projectOperations.create(owner, {
    name: "Shop",
    workflowId: await workflowId(owner, "Development"),
  });
  const task = await create(owner, { name: "Build", projectId: second.id });
  expect(task).toMatchObject({ status: { name: "Created" } });
  expect((await workflowOperations.list(owner, {})).total).toBe(3);
  const ids = await statuses(owner);
  const elsewhere = () => create(owner, { name: "Wrong", projectId: project.id, statusId: ids.Deployed });
  await refused(owner, elsewhere, "statusId", "Choose To do, In progress");
});

test("done is a time and 100 %; a task that is opened again has neither", async () => {
  const { owner, project } = await started();
  const ids = await statuses(owner);
  const task = await create(owner, { name: "Plan", projectId: project.id, percent: 40 });
  const done = await update(owner, { ...idOf(task), statusId: ids.Done });
  expect(done).toMatchObject({ percent: 100, completedAt: expect.any(String) });
  await refused(owner, () => update(owner, { ...idOf(done), percent: 50 }), "percent", "at 100 %");
  await refused(owner, () => update(owner, { ...idOf(done), statusId: null }), "statusId", "A task has a status");
  const opened = await update(owner, { ...idOf(done), statusId: ids["In review"] });
  expect(opened).toMatchObject({ percent: null, completedAt: null, status: { name: "In review" } });
});

test("a workflow lets a task make only its moves, to whom and when it says", async () => {
  const { workspace, owner } = await started();
  const [builder, reviewer] = [await workspace.join("member"), await workspace.join("member")];
  const project = await projectOperations.create(owner, {
    name: "Shop",
    workflowId: await workflowId(owner, "Development"),
    members: [builder.id, reviewer.id],
  });
  const ids = await statuses(owner);
  const asBuilder = await workspace.as(builder);
  let task = await create(asBuilder, { name: "Basket", projectId: project.id, ownerId: null });
  const move = async (ctx: Ctx, name: string, more: object = {}) => {
    task = await update(ctx, { ...idOf(task), statusId: ids[name], ...more });
    return task.status?.name;
  };
  const no = async (ctx: Ctx, name: string, words: string) =>
    await refused(owner, () => update(ctx, { ...idOf(task), statusId: ids[name] }), "statusId", words);
  await no(asBuilder, "Deployed", "cannot move from Created to Deployed. Choose Assigned.");
  await no(asBuilder, "Assigned", "Give the task an assignee");
  expect(await move(asBuilder, "Assigned", { ownerId: builder.id })).toBe("Assigned");
  await no(owner, "In development", "Only its assignee");
  await move(asBuilder, "In development");
  await move(asBuilder, "In review");
  await no(asBuilder, "In testing", "Ask somebody else");
  const asReviewer = await workspace.as(reviewer);
  expect(await move(asReviewer, "In testing")).toBe("In testing");
  const { version, checklist } = await addTaskItem(asReviewer, { ...idOf(task), text: "Pay by card" });
  task = { ...task, version };
  await no(asReviewer, "Deployed", "Finish the checklist");
  const { failed } = await bulk(asReviewer, { ids: [task.id], action: { type: "archive" } });
  expect(failed).toEqual([]);
  task = await taskOperations.restore(asReviewer, { id: task.id, version: version + 1 });
  const ticked = await updateTaskItem(asReviewer, { ...idOf(task), itemId: checklist[0]?.id ?? "", done: true });
  task = { ...task, version: ticked.version };
  expect(await move(asReviewer, "Deployed")).toBe("Deployed");
  expect(task).toMatchObject({ percent: 100 });
});

test("a parent is in the same project, and a branch goes along to another one with new numbers", async () => {
  const { owner, project } = await started();
  const other = await projectOperations.create(owner, { name: "Board", key: "BRD" });
  await create(owner, { name: "There already", projectId: other.id });
  const top = await create(owner, { name: "Top", projectId: project.id });
  const middle = await create(owner, { name: "Middle", projectId: project.id, parentId: top.id });
  const low = await create(owner, { name: "Low", projectId: project.id, parentId: middle.id });
  const there = () => create(owner, { name: "Wrong", projectId: other.id, parentId: top.id });
  await refused(owner, there, "parentId", "in the same project");
  const moved = await update(owner, { ...idOf(middle), projectId: other.id });
  expect(moved).toMatchObject({ key: "BRD-2", parent: null, project: { id: other.id } });
  expect(await get(owner, { id: low.id })).toMatchObject({ key: "BRD-3", number: 3, parent: { id: middle.id } });
  expect(await get(owner, { id: top.id })).toMatchObject({ key: "KAN-1" });
  const next = await create(owner, { name: "Next", projectId: project.id });
  expect(next).toMatchObject({ key: "KAN-4" });
  await projectOperations.update(owner, { id: other.id, version: other.version, key: "WEB" });
  const { rows } = await list(owner, { conditions: [{ field: "project", op: "anyOf", value: [other.id] }] });
  expect(rows.map(({ key }) => key).toSorted()).toEqual(["WEB-1", "WEB-2", "WEB-3"]);
});

test("days are kept beside their instants in the calendar of the workspace, and come in order", async () => {
  const { workspace, owner, project } = await started();
  const zone = workspace.tenant.timeZone;
  const task = await create(owner, {
    name: "Plan",
    projectId: project.id,
    startsOn: "2026-12-05",
    dueOn: "2026-12-06",
  });
  const shown = (at: string | null) => new Date(at ?? 0).toLocaleString("sv-SE", { timeZone: zone }).slice(0, 16);
  // A weekend: the work begins on Monday, and what is due then is done on Friday.
  expect(task.limitKind).toBe("notBefore");
  expect([task.limitAt, task.deadline].map(shown)).toEqual(["2026-12-07 09:00", "2026-12-04 17:00"]);
  await refused(owner, () => update(owner, { ...idOf(task), dueOn: "2026-12-04" }), "dueOn", "choose a later day");
  const free = await update(owner, { ...idOf(task), startsOn: null });
  expect(free).toMatchObject({ limitKind: "none", limitAt: null, startsOn: null });
});

test("two edits at once do not make a task its own ancestor", async () => {
  const { owner, project } = await started();
  const [a, b] = [
    await create(owner, { name: "A", projectId: project.id }),
    await create(owner, { name: "B", projectId: project.id }),
  ];
  const answers = await atOnce(
    () => update(owner, { ...idOf(a), parentId: b.id }),
    () => update(owner, { ...idOf(b), parentId: a.id }),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const parents = (await stored(owner)).map(({ parentId }) => parentId);
  expect(parents.filter((id) => id !== null)).toHaveLength(1);
});

test("of a move to a status and its removal at once, no task stands in a status that its workflow lost unnoticed", async () => {
  const { owner, project } = await started();
  const ids = await statuses(owner);
  const id = await workflowId(owner, "Tasks");
  const { statuses: steps, version } = await listWorkflowStatuses(owner, { id });
  const stepId = steps.find(({ status }) => status.name === "In review")?.id ?? "";
  const task = await create(owner, { name: "Plan", projectId: project.id });
  const [moved] = await atOnce<unknown>(
    () => update(owner, { ...idOf(task), statusId: ids["In review"] }),
    () => removeWorkflowStep(owner, { id, version, stepId }),
  );
  const now = await get(owner, { id: task.id });
  expect(now.status?.name).toBe(moved?.status === "fulfilled" ? "In review" : "To do");
  const again = await create(owner, { name: "Later", projectId: project.id });
  const there = () => update(owner, { ...idOf(again), statusId: ids["In review"] });
  await refused(owner, there, "statusId", "not in the workflow");
  // Whatever left its workflow can be moved on.
  expect(await update(owner, { ...idOf(now), statusId: ids.Done })).toMatchObject({ status: { name: "Done" } });
});

test("the removal of a status waits for a task that is on its way to it", async () => {
  const { owner, project } = await started();
  const ids = await statuses(owner);
  const id = await workflowId(owner, "Tasks");
  const { statuses: steps, version } = await listWorkflowStatuses(owner, { id });
  const stepId = steps.find(({ status }) => status.name === "In review")?.id ?? "";
  const task = await create(owner, { name: "Plan", projectId: project.id });
  let isOver = false;
  const removal = await inTransaction(owner, async (inner) => {
    await update(inner, { ...idOf(task), statusId: ids["In review"] });
    const running = removeWorkflowStep(owner, { id, version, stepId }).finally(() => {
      isOver = true;
    });
    while (!isOver && (await howManyWait()) === 0);
    expect(isOver).toBe(false);
    return { running };
  });
  expect((await removal.running).statuses.map(({ status }) => status.name)).not.toContain("In review");
  expect(await get(owner, { id: task.id })).toMatchObject({ status: { name: "In review" } });
});

test("a file brings tasks with their statuses and their tree, and finds them again by their keys", async () => {
  const { owner } = await started();
  const head = "Task,Project,Parent task,Status,External id,External id source";
  const lines = ["Top,KAN,,In review,1,Jira", "Below,KAN,Top,Done,2,Jira", "Wrong,KAN,,Deployed,3,Jira"];
  const rows = [head, ...lines].join("\n");
  const file = await upload(owner, { "tasks.csv": rows });
  await check(owner, file.id);
  expect(await run(owner, file.id)).toMatchObject({ status: "done", created: 2 });
  const made = (await list(owner, { sort: { field: "number", direction: "asc" } })).rows;
  expect(made.map(({ name, status, parent }) => [name, status?.name, parent?.name ?? null])).toEqual([
    ["Top", "In review", null],
    ["Below", "Done", "Top"],
  ]);
  expect(made[1]).toMatchObject({ percent: 100, completedAt: expect.any(String) });
  const again = await upload(owner, { "tasks.csv": `Key,Task,Project\n${made[0]?.key},Top of all,KAN\n` });
  await check(owner, again.id);
  expect(await run(owner, again.id)).toMatchObject({ created: 0 });
  expect(await get(owner, { id: made[0]?.id ?? "" })).toMatchObject({ name: "Top of all", key: made[0]?.key });
});

test("a timeline names the changed days of a task, and not what follows from them", async () => {
  const { owner, project } = await started();
  const made = await create(owner, { name: "Survey", projectId: project.id });
  await update(owner, { ...idOf(made), startsOn: "2026-12-01", dueOn: "2026-12-04" });
  const [entry] = (await listTimeline(owner, { entity: "task", id: made.id })).rows;
  expect(entry?.changes.map(({ label }) => label)).toEqual(["Start", "Due"]);
});
