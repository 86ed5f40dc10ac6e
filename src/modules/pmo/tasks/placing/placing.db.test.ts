import "@/registry/register";
import { expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { taskOperations } from "../operations";
import { placeTask } from "./operations";

const { create, list, get } = taskOperations;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** A project with tasks of these names at its top. */
async function withTasks(...names: string[]) {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const project = await projectOperations.create(owner, { name: "Kanban" });
  const made = new Map<string, Awaited<ReturnType<typeof create>>>();
  for (const name of names) made.set(name, await create(owner, { name, projectId: project.id }));
  const of = (name: string) => {
    const task = made.get(name);
    if (!task) throw new Error(`There is no task ${name}.`);
    return task;
  };
  const place = async (name: string, parent: string | null, after?: string | null) => {
    const given = { parentId: parent && of(parent).id, afterId: after && of(after).id };
    made.set(name, await placeTask(owner, { ...idOf(of(name)), ...given }));
  };
  return { workspace, owner, project, of, place };
}

/** The names of the tasks below one, or at the top, in their order. */
async function order(ctx: Ctx, parentId: string | null = null): Promise<string> {
  const { rows } = await list(ctx, { sort: { field: "rank", direction: "asc" }, limit: 100 });
  return rows.flatMap(({ name, parent }) => ((parent?.id ?? null) === parentId ? [name] : [])).join("");
}

test("a task goes before, between and behind its siblings, and new ones come last", async () => {
  const { owner, project, place } = await withTasks("A", "B", "C", "D");
  await place("D", null, null);
  expect(await order(owner)).toBe("DABC");
  await place("A", null, "B");
  expect(await order(owner)).toBe("DBAC");
  await place("D", null, "C");
  expect(await order(owner)).toBe("BACD");
  await create(owner, { name: "E", projectId: project.id });
  await place("B", null, "D");
  expect(await order(owner)).toBe("ACDBE");
  for (let at = 0; at < 30; at++) await place(at % 2 ? "A" : "C", null, null);
  expect(await order(owner)).toBe("ACDBE");
});

test("a task goes below another one with all that is below it, as one event, and back", async () => {
  const { owner, of, place } = await withTasks("A", "B", "C");
  await place("B", "A", null);
  await place("C", "B", null);
  expect([await order(owner), await order(owner, of("A").id), await order(owner, of("B").id)]).toEqual(["A", "B", "C"]);
  const told = await owner.db.event.findMany({ where: { entityId: of("B").id }, orderBy: { id: "asc" } });
  expect(told.map(({ name }) => name)).toEqual(["task.created", "task.updated"]);
  expect(told[1]).toMatchObject({ before: { parentId: null }, after: { parentId: of("A").id } });
  await place("B", null, "A");
  expect(await order(owner)).toBe("AB");
  await place("B", null, null);
  expect((await owner.db.event.findFirst({ where: { name: "task.placed" } }))?.entityId).toBe(of("B").id);
});

test("no task goes below itself or what is below it, into another project, or over what somebody else did", async () => {
  const { owner, of, place } = await withTasks("A", "B", "C");
  await place("B", "A", null);
  const other = await projectOperations.create(owner, { name: "Board" });
  const there = await create(owner, { name: "There", projectId: other.id });
  const before = await owner.db.task.findMany({ orderBy: { id: "asc" } });
  const refused = async (given: { parentId: string | null; afterId: string | null }, code: string, name = "A") =>
    await expect(placeTask(owner, { ...idOf(of(name)), ...given })).rejects.toMatchObject({ code });
  await refused({ parentId: of("A").id, afterId: null }, "VALIDATION");
  await refused({ parentId: of("B").id, afterId: null }, "VALIDATION");
  await refused({ parentId: there.id, afterId: null }, "VALIDATION");
  await refused({ parentId: null, afterId: there.id }, "VALIDATION");
  await refused({ parentId: null, afterId: of("B").id }, "VALIDATION");
  expect(await owner.db.task.findMany({ orderBy: { id: "asc" } })).toEqual(before);
  const stale = { id: of("B").id, version: 1, parentId: of("C").id, afterId: null };
  await expect(placeTask(owner, stale)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await get(owner, { id: of("B").id })).toMatchObject({ parent: { id: of("A").id } });
});
