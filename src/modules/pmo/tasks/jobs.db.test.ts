import "@/registry/register";
import { expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { testWorkspace } from "@/test/ctx";
import { servedJobs } from "@/test/served-jobs";
import { projectOperations } from "../projects/operations";
import { taskStatusOperations } from "../task-statuses/operations";
import { workflowOperations } from "../workflows/operations";
import { addWorkflowStep, listWorkflowStatuses, removeWorkflowStep } from "../workflows/statuses/operations";
import { mapTaskStatuses } from "./jobs";
import { taskOperations } from "./operations";

const { consumer } = servedJobs(mapTaskStatuses);
const { create, get } = taskOperations;

async function statuses(ctx: Ctx): Promise<Record<string, string>> {
  const { rows } = await taskStatusOperations.list(ctx, { limit: 100 });
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

async function workflow(ctx: Ctx, name: string) {
  const found = (await workflowOperations.list(ctx, {})).rows.find((row) => row.name === name);
  if (!found) throw new Error(`There is no workflow ${name}.`);
  return found;
}

async function relayed(): Promise<void> {
  while (await relayOnce(consumer));
}

/** Waits until the status of a task is this one, while the job is served. */
async function becomes(ctx: Ctx, id: string, name: string): Promise<void> {
  await relayed();
  await expect.poll(async () => (await get(ctx, { id })).status?.name, { timeout: 20_000 }).toBe(name);
}

test("tasks whose status leaves its workflow get the first one of the same category", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban" });
  const ids = await statuses(owner);
  const given = { projectId: project.id };
  const review = await create(owner, { name: "Review", ...given, statusId: ids["In review"] });
  const other = await create(owner, { name: "Plan", ...given });
  const { id } = await workflow(owner, "Tasks");
  const { statuses: steps, version } = await listWorkflowStatuses(owner, { id });
  const stepId = steps.find(({ status }) => status.name === "In review")?.id ?? "";
  const left = await removeWorkflowStep(owner, { id, version, stepId });
  await becomes(owner, review.id, "In progress");
  expect(await get(owner, { id: other.id })).toEqual(other);
  const done = await create(owner, { name: "Done", ...given, statusId: ids.Done });
  const doneStep = left.statuses.find(({ status }) => status.name === "Done")?.id ?? "";
  const added = await addWorkflowStep(owner, { id, version: left.version, statusId: ids.Deployed ?? "" });
  await removeWorkflowStep(owner, { id, version: added.version, stepId: doneStep });
  await becomes(owner, done.id, "Deployed");
  expect(await get(owner, { id: done.id })).toMatchObject({ percent: 100, completedAt: done.completedAt });
});

test("a project that gets another workflow, and one whose workflow is archived, take their tasks along", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban" });
  const ids = await statuses(owner);
  const task = await create(owner, { name: "Build", projectId: project.id, statusId: ids["In progress"] });
  const development = await workflow(owner, "Development");
  await projectOperations.update(owner, { id: project.id, version: project.version, workflowId: development.id });
  await becomes(owner, task.id, "In development");
  await workflowOperations.archive(owner, { id: development.id, version: development.version });
  await becomes(owner, task.id, "In progress");
});

test("a status that becomes one of done makes its tasks done", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban" });
  const ids = await statuses(owner);
  const task = await create(owner, { name: "Build", projectId: project.id, statusId: ids["In review"] });
  const status = await taskStatusOperations.get(owner, { id: ids["In review"] ?? "" });
  await taskStatusOperations.update(owner, { id: status.id, version: status.version, category: "done" });
  await relayed();
  await expect.poll(async () => (await get(owner, { id: task.id })).percent, { timeout: 20_000 }).toBe(100);
});
