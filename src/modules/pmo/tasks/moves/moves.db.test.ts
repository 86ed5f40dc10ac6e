import "@/registry/register";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { workflowOperations } from "../../workflows/operations";
import { addTaskItem } from "../checklist/operations";
import { taskOperations } from "../operations";
import { listTaskMoves } from "./operations";

const { create, update, archive } = taskOperations;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** A task in a project of the workflow that has moves. */
async function developed() {
  const workspace = await testWorkspace();
  const person = await workspace.join("owner");
  const owner = await workspace.as(person);
  await projectOperations.create(owner, { name: "First" });
  const { rows } = await workflowOperations.list(owner, {});
  const workflowId = rows.find(({ name }) => name === "Development")?.id ?? null;
  const project = await projectOperations.create(owner, { name: "Shop", workflowId });
  const task = await create(owner, { name: "Basket", projectId: project.id, ownerId: null });
  const moves = async (id = task.id) => (await listTaskMoves(owner, { id })).moves;
  const namesOf = async (id?: string) => (await moves(id)).map(({ name, refusal }) => `${name}${refusal ? "!" : ""}`);
  return { workspace, owner, person, project, task, moves, namesOf };
}

test("the moves are those that the workflow leads to, and one that needs more says what", async () => {
  const { owner, person, task, moves, namesOf } = await developed();
  expect(await namesOf()).toEqual(["Created", "Assigned!"]);
  expect((await moves())[1]?.refusal).toContain("Give the task an assignee");
  const assigned = await update(owner, { ...idOf(task), ownerId: person.id });
  expect(await namesOf()).toEqual(["Created", "Assigned"]);
  const [, next] = await moves();
  await update(owner, { ...idOf(assigned), statusId: next?.id ?? null });
  expect(await namesOf()).toEqual(["Created", "Assigned", "In development"]);
});

test("what the list of moves allows the rule allows, and what it refuses the rule refuses", async () => {
  const { owner, person, project, namesOf, moves } = await developed();
  const task = await create(owner, { name: "Checkout", projectId: project.id, ownerId: person.id });
  await addTaskItem(owner, { ...idOf(task), text: "Try it" });
  let current = await taskOperations.get(owner, { id: task.id });
  for (const name of ["Assigned", "In development", "In review"]) {
    const to = (await moves(task.id)).find((one) => one.name === name);
    expect(to?.refusal).toBeNull();
    current = await update(owner, { ...idOf(current), statusId: to?.id ?? null });
  }
  expect(await namesOf(task.id)).toEqual(["In development", "In review", "In testing!"]);
  const refused = (await moves(task.id)).find(({ name }) => name === "In testing");
  await expect(update(owner, { ...idOf(current), statusId: refused?.id ?? null })).rejects.toMatchObject({
    details: { fields: [{ message: refused?.refusal }] },
  });
});

test("a project without moves offers all statuses, and a task that nobody may see none", async () => {
  const { workspace, owner, namesOf } = await developed();
  const plain = await projectOperations.create(owner, { name: "Plain" });
  const task = await create(owner, { name: "Dig", projectId: plain.id });
  expect(await namesOf(task.id)).toEqual(["To do", "In progress", "In review", "Done"]);
  const other = await (await testWorkspace()).role("owner");
  await expect(listTaskMoves(other, { id: task.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const member = await workspace.as(await workspace.join("member"), { visibility: { project: "own", task: "own" } });
  await expect(listTaskMoves(member, { id: task.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await archive(owner, idOf(task));
  expect(await namesOf(task.id)).toHaveLength(4);
});
