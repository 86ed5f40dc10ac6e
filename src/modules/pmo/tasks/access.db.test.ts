// @module-tag once

import "@/registry/register";
import { expect, test } from "vitest";
import { search } from "@/modules/platform/data/search/operations";
import { createTeam } from "@/modules/platform/identity/teams/operations";
import type { Ctx } from "@/server/context";
import { viewersOf } from "@/server/signals/viewers";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { check, run, upload } from "@/test/import-trial";
import { projectOperations } from "../projects/operations";
import { addTaskItem } from "./checklist/operations";
import { taskOperations } from "./operations";

const { create, update, get, list, pick, archive, bulk } = taskOperations;
const own = { project: "own" } as const;

interface Firm {
  workspace: TestWorkspace;
  owner: Ctx;
  people: Record<"manager" | "team" | "assignee" | "also" | "viewer" | "other", TestMember>;
  project: { id: string };
  task: { id: string; version: number; name: string };
}

/** A project that a viewer's colleague manages, with a team, and a task of somebody who is not in it. */
async function firm(): Promise<Firm> {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const people = {
    manager: await workspace.join("member"),
    team: await workspace.join("member"),
    assignee: await workspace.join("member"),
    also: await workspace.join("member"),
    viewer: await workspace.join("viewer"),
    other: await workspace.join("member"),
  };
  const members = [people.team.id, people.viewer.id];
  const project = await projectOperations.create(owner, { name: "Quarry", ownerId: people.manager.id, members });
  const name = `Crane ${project.id.slice(-8)}`;
  const given = { name, projectId: project.id, ownerId: people.assignee.id, others: [people.also.id] };
  return { workspace, owner, people, project, task: await create(owner, given) };
}

const stored = async ({ owner }: Firm) => await owner.db.task.findMany({ orderBy: { id: "asc" } });

async function refused(of: Firm, act: () => Promise<unknown>, code: string): Promise<void> {
  const before = await stored(of);
  await expect(act()).rejects.toMatchObject({ code });
  expect(await stored(of)).toEqual(before);
}

test("a task is seen by those who see its project, its assignee and those also assigned, through every door", async () => {
  const { workspace, people, task } = await firm();
  for (const [who, member] of Object.entries(people)) {
    const ctx = await workspace.as(member, { visibility: own });
    const isSeen = who !== "other";
    expect(
      (await list(ctx, {})).rows.map(({ id }) => id),
      who,
    ).toEqual(isSeen ? [task.id] : []);
    expect((await pick(ctx, { q: task.name })).length, who).toBe(Number(isSeen));
    expect(JSON.stringify(await search(ctx, { q: task.name })).includes(task.id), who).toBe(isSeen);
    if (isSeen) expect(await get(ctx, { id: task.id })).toMatchObject({ name: task.name });
    else await expect(get(ctx, { id: task.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  const event = { id: crypto.randomUUID(), name: "task.updated", entity: "task", entityId: task.id } as never;
  const under = { ...workspace.system, tenant: { ...workspace.tenant, visibility: own } };
  const viewers = (await viewersOf(under, [event]))(event);
  const { other, ...seeing } = people;
  expect(viewers).toEqual(expect.arrayContaining(Object.values(seeing).map(({ id }) => id)));
  expect(viewers).not.toContain(other.id);
  expect((await viewersOf(workspace.system, [event]))(event)).toBeNull();
});

test("the manager, the team and the assignee edit a task; others, and viewers of the team, only read it", async () => {
  const made = await firm();
  const { workspace, people } = made;
  let { version } = made.task;
  const { id } = made.task;
  for (const who of ["manager", "team", "assignee"] as const) {
    const ctx = await workspace.as(people[who], { visibility: own });
    expect((await list(ctx, {})).rows[0]?.mayEdit, who).toBe(true);
    ({ version } = await update(ctx, { id, version, name: `Crane of the ${who}` }));
    ({ version } = await addTaskItem(ctx, { id, version, text: "Look at the rope" }));
  }
  for (const who of ["also", "viewer", "other"] as const) {
    const ctx = await workspace.as(people[who]);
    expect((await list(ctx, {})).rows[0]?.mayEdit, who).toBe(false);
    await refused(made, () => update(ctx, { id, version, name: "Mine" }), "FORBIDDEN");
    await refused(made, () => archive(ctx, { id, version }), "FORBIDDEN");
    await refused(made, () => addTaskItem(ctx, { id, version, text: "Mine" }), "FORBIDDEN");
  }
  const viewer = await workspace.as(people.viewer);
  const { failed } = await bulk(viewer, { ids: [id], action: { type: "archive" } });
  expect(failed).toHaveLength(1);
  expect((await stored(made))[0]).toMatchObject({ version, archivedAt: null });
});

test("who manages a project edits it and its tasks whatever the role; a viewer who is assigned does not", async () => {
  const made = await firm();
  const { workspace, owner, people } = made;
  const { version } = await projectOperations.get(owner, { id: made.project.id });
  await projectOperations.update(owner, { id: made.project.id, version, ownerId: people.viewer.id });
  const viewer = await workspace.as(people.viewer, { visibility: own });
  const renamed = await projectOperations.update(viewer, { id: made.project.id, version: version + 1, name: "Pit" });
  expect(renamed).toMatchObject({ name: "Pit", mayEdit: true });
  expect(await create(viewer, { name: "Fence", projectId: made.project.id })).toMatchObject({ mayEdit: true });
  expect(await update(viewer, { ...idOf(made.task), name: "Crane" })).toMatchObject({ name: "Crane" });
  const elsewhere = await projectOperations.create(owner, { name: "Harbour" });
  const assigned = await create(owner, { name: "Dredge", projectId: elsewhere.id, ownerId: people.viewer.id });
  await refused(made, () => update(viewer, { ...idOf(assigned), name: "Mine" }), "FORBIDDEN");
});

const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

test("a task comes only into projects whose tasks one may edit: by form, move, many at once and file", async () => {
  const made = await firm();
  const { workspace, owner, people, project, task } = made;
  const other = await workspace.as(people.other);
  const said = {
    code: "FORBIDDEN",
    message: expect.stringContaining("Ask its manager"),
    details: { field: "projectId" },
  };
  const before = await stored(made);
  await expect(create(other, { name: "Fence", projectId: project.id })).rejects.toMatchObject(said);
  const theirs = await projectOperations.create(other, { name: "Harbour" });
  const mine = await create(other, { name: "Dredge", projectId: theirs.id });
  await expect(update(other, { ...idOf(mine), projectId: project.id })).rejects.toMatchObject(said);
  const team = await workspace.as(people.team);
  await expect(update(team, { ...idOf(task), projectId: theirs.id })).rejects.toMatchObject(said);
  const hidden = await workspace.as(people.other, { visibility: own });
  await refused(made, () => create(hidden, { name: "Fence", projectId: project.id }), "NOT_FOUND");
  await refused(made, () => update(hidden, { ...idOf(mine), projectId: project.id }), "NOT_FOUND");
  expect((await stored(made)).filter(({ id }) => id !== mine.id)).toEqual(before);
  const head = await workspace.join("manager");
  await createTeam(owner, { name: "Harbour", memberIds: [head.id, people.other.id] });
  const importing = await workspace.as(head);
  const { key } = await projectOperations.get(owner, { id: project.id });
  const file = await upload(importing, { "tasks.csv": `Task,Project\nFrom a file,${key}\nAllowed,${theirs.key}\n` });
  await check(importing, file.id);
  expect(await run(importing, file.id)).toMatchObject({ created: 1 });
  const { rows } = await list(owner, {});
  expect(rows.map(({ name }) => name)).toContain("Allowed");
  expect(rows.map(({ name }) => name)).not.toContain("From a file");
});

test("exports hold the tasks that the right to export covers", async () => {
  const { workspace, owner, people, project } = await firm();
  const head = await workspace.join("manager");
  await createTeam(owner, { name: "Quarry", memberIds: [head.id, people.manager.id] });
  const theirs = await projectOperations.create(owner, { name: "Harbour", ownerId: people.other.id });
  await create(owner, { name: "Dredge", projectId: theirs.id, ownerId: people.other.id });
  const { exportedNoun } = await import("@/server/nouns/exported");
  const exported = exportedNoun(taskOperations as never);
  const ctx = await workspace.as(head);
  expect(await exported.count(ctx, {} as never, "seen")).toBe(2);
  const { rows } = await exported.page(ctx, {} as never, "covered");
  expect(rows.map((row) => (row as unknown as { project: { id: string } }).project.id)).toEqual([project.id]);
});
