import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { inTransaction } from "@/server/execute";
import { changeRecords } from "@/server/nouns/change-record";
import { manyOf } from "@/server/nouns/many";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { projectOperations } from "../projects/operations";
import { taskStatusOperations } from "../task-statuses/operations";
import { taskOperations } from "./operations";

const { create, update, get, editRows } = taskOperations;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** A project with three tasks, and the ids of the statuses by name. */
async function started() {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  const named = async (name: string) => await create(owner, { name, projectId: project.id });
  const tasks = [await named("Plan"), await named("Build"), await named("Ship")] as const;
  const { rows } = await taskStatusOperations.list(owner, { limit: 100 });
  const statuses = Object.fromEntries(rows.map(({ name, id }) => [name, id]));
  return { workspace, owner, tasks, statuses };
}

const stored = async (workspace: TestWorkspace) =>
  await (await workspace.role("owner")).db.task.findMany({ orderBy: { id: "asc" } });

test("rows are changed each in its own way, as one act, with what the rules make of them", async () => {
  const { owner, tasks, statuses } = await started();
  const [plan, build, ship] = tasks;
  const rows = [
    { ...idOf(ship), name: "Deliver", estimate: 90 },
    { ...idOf(plan), statusId: statuses.Done, dueOn: "2026-12-04" },
    { ...idOf(build), parentId: plan.id },
  ];
  const answer = await editRows(owner, { rows });
  expect(answer.map(({ id }) => id)).toEqual([ship.id, plan.id, build.id]);
  expect(answer[0]).toMatchObject({ name: "Deliver", estimate: 90, version: ship.version + 1 });
  expect(answer[1]).toMatchObject({ percent: 100, completedAt: expect.any(String), dueOn: "2026-12-04" });
  expect(answer[2]).toMatchObject({ parent: { id: plan.id } });
  const events = await owner.db.event.findMany({ where: { name: "task.updated" } });
  expect(events.map(({ entityId }) => entityId).toSorted()).toEqual([plan.id, build.id, ship.id].toSorted());
  expect(new Set(events.map(({ batchId }) => batchId)).size).toBe(1);
  expect(events[0]?.batchId).toEqual(expect.any(String));
});

test("one refused row refuses all, and each is named with its field and reason", async () => {
  const { workspace, owner, tasks } = await started();
  const [plan, build, ship] = tasks;
  const before = await stored(workspace);
  const rows = [
    { ...idOf(plan), name: "Another plan" },
    { ...idOf(build), startsOn: "2026-12-09", dueOn: "2026-12-04" },
    { ...idOf(ship), statusId: null },
  ];
  await expect(editRows(owner, { rows })).rejects.toMatchObject({
    code: "VALIDATION",
    message: expect.stringContaining("Nothing was changed: 2 of 3 rows were refused."),
    details: {
      fields: [
        { path: "rows.1.dueOn", message: expect.stringContaining("choose a later day") },
        { path: "rows.2.statusId", message: expect.stringContaining("A task has a status") },
      ],
    },
  });
  expect(await stored(workspace)).toEqual(before);
});

test("a row that somebody changed at the same field, one of others, and one twice are refused", async () => {
  const { workspace, owner, tasks } = await started();
  const [plan, build] = tasks;
  await update(owner, { ...idOf(plan), name: "Theirs" });
  const before = await stored(workspace);
  const mine = [
    { ...idOf(plan), name: "Mine" },
    { ...idOf(build), name: "Mine too" },
  ];
  await expect(editRows(owner, { rows: mine })).rejects.toMatchObject({
    code: "CONFLICT",
    details: { fields: [{ path: "rows.0", message: expect.any(String) }] },
  });
  const member = await workspace.role("member");
  await expect(editRows(member, { rows: [{ ...idOf(build), name: "No" }] })).rejects.toMatchObject({
    code: "FORBIDDEN",
    details: { fields: [{ path: "rows.0" }] },
  });
  const twice = [
    { ...idOf(build), name: "One" },
    { ...idOf(build), name: "Two" },
  ];
  await expect(editRows(owner, { rows: twice })).rejects.toMatchObject({ code: "VALIDATION" });
  const other = await testWorkspace();
  const there = await other.role("owner");
  await expect(editRows(there, { rows: [{ ...idOf(build), name: "No" }] })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await stored(workspace)).toEqual(before);
  // Another field of the same task is no conflict.
  await editRows(owner, { rows: [{ ...idOf(plan), estimate: 30 }] });
  expect(await get(owner, { id: plan.id })).toMatchObject({ name: "Theirs", estimate: 30 });
});

test("a branch whose tasks all move to another project at once keeps its tree, and comes back with it", async () => {
  const { owner, tasks } = await started();
  const [plan, build, ship] = tasks;
  const below = await editRows(owner, {
    rows: [
      { ...idOf(build), parentId: plan.id },
      { ...idOf(ship), parentId: build.id },
    ],
  });
  const there = await projectOperations.create(owner, { name: "Board", key: "BRD" });
  const branch = [...below, plan];
  const move = (rows: readonly { id: string; version: number }[], projectId: string) =>
    editRows(owner, { rows: rows.map((row) => ({ ...idOf(row), projectId })) });
  const tree = async () => {
    const rows = await owner.db.task.findMany({ orderBy: { id: "asc" } });
    return rows.map(({ id, parentId, projectId }) => ({ id, parentId, projectId }));
  };
  const before = await tree();
  const moved = await move(branch, there.id);
  expect(await tree()).toEqual(before.map((row) => ({ ...row, projectId: there.id })));
  expect(moved.map(({ key }) => key).toSorted()).toEqual(["BRD-1", "BRD-2", "BRD-3"]);
  await move(moved, plan.project.id ?? "");
  expect(await tree()).toEqual(before);
});

test("a task whose parent is not let into the other project leaves it", async () => {
  const { workspace, owner, tasks } = await started();
  const [plan, build] = tasks;
  const guest = await workspace.join("guest");
  const here = await projectOperations.get(owner, { id: plan.project.id ?? "" });
  await projectOperations.update(owner, { ...idOf(here), members: [guest.id] });
  const there = await projectOperations.create(owner, { name: "Board", key: "BRD" });
  const kept = await update(owner, { ...idOf(plan), ownerId: guest.id });
  const low = await update(owner, { ...idOf(build), parentId: plan.id });
  const change = { type: "set", field: "project", value: there.id } as const;
  const batchId = "01900000-0000-7000-8000-000000000005";
  const outcomes = await inTransaction({ ...owner, batchId }, (ctx) =>
    changeRecords(ctx, manyOf("task"), change, [idOf(low), idOf(kept)], 60_000),
  );
  expect(outcomes.map(({ id, state }) => [id, state])).toEqual([
    [low.id, "changed"],
    [plan.id, "failed"],
  ]);
  expect(await get(owner, { id: plan.id })).toMatchObject({ key: plan.key });
  expect(await get(owner, { id: low.id })).toMatchObject({ key: "BRD-1", parent: null });
});

test("more than 50 rows with a place in the tree at once are refused, and other fields are not", async () => {
  const { workspace, owner, tasks } = await started();
  const [plan, build] = tasks;
  const more = Array.from({ length: 51 }, (_, at) => ({ name: `Part ${at}`, projectId: plan.project.id ?? "" }));
  const made = [];
  for (const one of more) made.push(await create(owner, one));
  const before = await stored(workspace);
  const under = made.map((one) => ({ ...idOf(one), parentId: build.id }));
  await expect(editRows(owner, { rows: under })).rejects.toMatchObject({
    ...{ code: "VALIDATION", message: expect.stringContaining("in at most 50 rows at once") },
  });
  expect(await stored(workspace)).toEqual(before);
  const named = made.map((one) => ({ ...idOf(one), estimate: 30 }));
  expect(await editRows(owner, { rows: named })).toHaveLength(51);
});
