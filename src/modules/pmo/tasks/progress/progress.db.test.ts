import "@/registry/register";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { addProjectMilestone, updateProjectMilestone } from "../../projects/milestones/operations";
import { projectOperations } from "../../projects/operations";
import { getProjectCompletion } from "../completion/operations";
import { taskOperations } from "../operations";
import { listProjectProgress } from "./operations";

const { create } = projectOperations;

test("the progress of projects is their completion, with the milestone that is next", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const begun = await create(owner, { name: "Begun" });
  const bare = await create(owner, { name: "Bare" });
  const parent = await taskOperations.create(owner, { name: "Parent", projectId: begun.id, estimate: 6000 });
  const below = { projectId: begun.id, parentId: parent.id };
  await taskOperations.create(owner, { ...below, name: "Half", estimate: 120, percent: 50 });
  await taskOperations.create(owner, { ...below, name: "Open", estimate: 60 });
  await addProjectMilestone(owner, { id: begun.id, version: 1, name: "Some day" });
  await addProjectMilestone(owner, { id: begun.id, version: 2, name: "Live", dueOn: "2027-03-01" });
  const { milestones } = await addProjectMilestone(owner, {
    ...{ id: begun.id, version: 3, name: "Signed", dueOn: "2027-01-15" },
  });
  const ids = [begun.id, bare.id];
  const read = async () => (await listProjectProgress(owner, { ids })).find(({ id }) => id === begun.id);
  expect(await read()).toEqual({ id: begun.id, percent: 33, next: { name: "Signed", dueOn: "2027-01-15" } });
  expect((await getProjectCompletion(owner, { id: begun.id })).percent).toBe(33);
  const milestoneId = milestones.find(({ name }) => name === "Signed")?.id ?? "";
  await updateProjectMilestone(owner, { id: begun.id, version: 4, milestoneId, reachedOn: "2027-01-14" });
  expect((await read())?.next).toEqual({ name: "Live", dueOn: "2027-03-01" });
  expect(await listProjectProgress(owner, { ids: [bare.id] })).toEqual([{ id: bare.id, percent: null, next: null }]);
});

test("those who do not see a project learn nothing of it", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id } = await create(owner, { name: "Hidden" });
  await taskOperations.create(owner, { name: "One", projectId: id });
  await addProjectMilestone(owner, { id, version: 1, name: "Live" });
  const hidden = await workspace.as(await workspace.join("member"), { visibility: { project: "own", task: "own" } });
  expect(await listProjectProgress(hidden, { ids: [id] })).toEqual([]);
  expect(await listProjectProgress(await (await testWorkspace()).role("owner"), { ids: [id] })).toEqual([]);
  expect(await listProjectProgress(owner, { ids: [id] })).toMatchObject([{ percent: 0, next: { name: "Live" } }]);
});
