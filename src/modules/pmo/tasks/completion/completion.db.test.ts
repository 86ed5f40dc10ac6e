import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay } from "@/lib/working-time";
import { testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { taskStatusOperations } from "../../task-statuses/operations";
import { taskOperations } from "../operations";
import { getProjectCompletion, listTaskRollups } from "./operations";

const { create } = taskOperations;

test("a project is as far as its tasks without sub-tasks, by their weights", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id: projectId } = await projectOperations.create(owner, { name: "Kanban" });
  const empty = { all: 0, finished: 0, percent: null, open: 0, done: 0, overdue: 0 };
  expect(await getProjectCompletion(owner, { id: projectId })).toEqual(empty);
  const { rows } = await taskStatusOperations.list(owner, { limit: 100 });
  const statusId = rows.find(({ name }) => name === "Done")?.id;
  const today = localDay(new Date(), workspace.tenant.timeZone);
  const top = await create(owner, { name: "Top", projectId, estimate: 9_999 });
  const below = { projectId, parentId: top.id };
  await create(owner, { name: "Done", ...below, estimate: 120, statusId });
  await create(owner, {
    name: "Half",
    ...below,
    duration: 240,
    percent: 50,
    startsOn: today,
    dueOn: dayLater(today, 2),
  });
  await create(owner, { name: "Late", ...below, startsOn: dayLater(today, -9), dueOn: dayLater(today, -1) });
  const gone = await create(owner, { name: "Gone", ...below, estimate: 600 });
  await taskOperations.archive(owner, { id: gone.id, version: gone.version });
  const sums = { all: 420, finished: 240, percent: 57, open: 2, done: 1, overdue: 1 };
  expect(await getProjectCompletion(owner, { id: projectId })).toEqual(sums);
  const expected = { id: top.id, estimate: 120, percent: 57, open: 2, done: 1 };
  expect(await listTaskRollups(owner, { projectId })).toEqual([
    { ...expected, startsOn: dayLater(today, -9), dueOn: dayLater(today, 2) },
  ]);
  const hiddenFields = { task: ["estimate", "duration"] };
  const unweighed = await workspace.as(await workspace.join("owner"), { hiddenFields });
  const hidden = { all: null, finished: null, percent: 50 };
  expect(await getProjectCompletion(unweighed, { id: projectId })).toEqual({ ...sums, ...hidden });
  expect(await listTaskRollups(unweighed, { projectId })).toMatchObject([{ id: top.id, estimate: null, percent: 50 }]);
  const other = await workspace.as(await workspace.join("member"), { visibility: { project: "own" } });
  await expect(getProjectCompletion(other, { id: projectId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(listTaskRollups(other, { projectId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
