// @module-tag once

import "@/registry/register";
import { expect, test } from "vitest";
import { later, testWorkspace } from "@/test/ctx";
import { check, run, upload } from "@/test/import-trial";
import { projectOperations } from "../projects/operations";
import { taskOperations } from "./operations";

const { create, update, archive, restore, bulk, list } = taskOperations;
const full = { code: "LIMIT_REACHED", details: { limit: "tasksPerProject", most: 3 } };
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** A workspace with room for three tasks in each project, and a project. */
async function small() {
  const workspace = await testWorkspace();
  const first = await workspace.role("owner");
  await first.db.tenantModule.create({ data: { module: "pmo", limits: { tasksPerProject: 3 } } });
  const owner = await later(first);
  const project = await projectOperations.create(owner, { name: "Kanban", key: "KAN" });
  return { owner, project };
}

test("a project with room for three refuses a fourth to forms, restores, moves with what is below, and files", async () => {
  const { owner, project } = await small();
  const inside = { projectId: project.id };
  const [one] = [await create(owner, { name: "One", ...inside }), await create(owner, { name: "Two", ...inside })];
  const old = await create(owner, { name: "Old", ...inside });
  const gone = await archive(owner, idOf(old));
  await create(owner, { name: "Three", ...inside });
  const other = await projectOperations.create(owner, { name: "Board" });
  const top = await create(owner, { name: "Top", projectId: other.id });
  await create(owner, { name: "Below", projectId: other.id, parentId: top.id });
  const before = await owner.db.task.findMany({ orderBy: { id: "asc" } });
  await expect(create(owner, { name: "Four", ...inside })).rejects.toMatchObject(full);
  await expect(restore(owner, idOf(gone))).rejects.toMatchObject(full);
  const together = await bulk(owner, { ids: [gone.id], action: { type: "restore" } }).catch((error: unknown) => error);
  expect(together).toMatchObject(full);
  await expect(update(owner, { ...idOf(top), ...inside })).rejects.toMatchObject(full);
  const file = await upload(owner, { "tasks.csv": "Task,Project\nFour,KAN\n" });
  await check(owner, file.id);
  expect(await run(owner, file.id)).toMatchObject({ status: "failed", created: 0 });
  expect(await owner.db.task.findMany({ orderBy: { id: "asc" } })).toEqual(before);
  // One place for two tasks is too few: those below count where they go.
  await archive(owner, idOf(one));
  await expect(update(owner, { ...idOf(top), ...inside })).rejects.toMatchObject(full);
  expect(await create(owner, { name: "Four", ...inside })).toMatchObject({ name: "Four" });
});

test("an edit that leaves a task in its full project is not refused, and another project has room", async () => {
  const { owner, project } = await small();
  for (const name of ["One", "Two"]) await create(owner, { name, projectId: project.id });
  const task = await create(owner, { name: "Three", projectId: project.id });
  expect(await update(owner, { ...idOf(task), name: "Third" })).toMatchObject({ name: "Third" });
  const other = await projectOperations.create(owner, { name: "Board" });
  expect(await create(owner, { name: "One", projectId: other.id })).toMatchObject({ number: 1 });
});

test("of twenty that are made at once, three are made, and of those restored at once as many as there is room for", async () => {
  const { owner, project } = await small();
  const twenty = Array.from({ length: 20 }, (_, at) => create(owner, { name: `Task ${at}`, projectId: project.id }));
  const made = (await Promise.allSettled(twenty)).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(made).toHaveLength(3);
  const gone = [];
  for (const task of made) gone.push(await archive(owner, idOf(task)));
  for (const name of ["One", "Two"]) await create(owner, { name, projectId: project.id });
  const restored = await Promise.allSettled(gone.map((task) => restore(owner, idOf(task))));
  expect(restored.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of restored) if (one.status === "rejected") expect(one.reason).toMatchObject(full);
  expect((await list(owner, {})).total).toBe(3);
});
