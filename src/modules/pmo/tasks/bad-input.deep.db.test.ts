import "@/registry/register";
import { expect, test } from "vitest";
import { getBulkRun, listBulkProblems, startBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { bulkWork } from "@/modules/platform/data/bulk-runs/operations/work";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { startImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { countOwnedBy } from "@/modules/platform/identity/members/owned/operations";
import { maxLevels } from "@/server/nouns/tree";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, run, upload } from "@/test/import-trial";
import { rest, withKey } from "@/test/tenancy/doors";
import { projectOperations } from "../projects/operations";
import { taskStatusOperations } from "../task-statuses/operations";
import { workflowOperations } from "../workflows/operations";
import { taskOperations } from "./operations";
import { placeTask } from "./placing/operations";

const { create, get, bulk } = taskOperations;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** A project whose workflow lets a new task move to Assigned only. */
async function guarded() {
  const workspace = await testWorkspace();
  const member = await workspace.join("owner");
  const owner = await workspace.as(member);
  await projectOperations.create(owner, { name: "First" });
  const { rows } = await workflowOperations.list(owner, {});
  const workflowId = rows.find(({ name }) => name === "Development")?.id ?? "";
  const project = await projectOperations.create(owner, { name: "Shop", key: "SHP", workflowId });
  const { rows: statuses } = await taskStatusOperations.list(owner, { limit: 100 });
  const deployed = statuses.find(({ name }) => name === "Deployed")?.id ?? "";
  const task = await create(owner, { name: "Basket", projectId: project.id });
  return { workspace, member, owner, project, task, deployed };
}

test("a move that the workflow forbids is refused to bulk edits, imports and the API as to a form", async () => {
  const { workspace, member, owner, task, deployed } = await guarded();
  const before = await owner.db.task.findMany();
  const words = "cannot move from Created to Deployed";
  const change = { type: "set", field: "status", value: deployed } as const;
  const started = await startBulkRun(owner, { noun: "task", selection: { ids: [task.id] }, change });
  while (await bulkWork.run({ tenantId: workspace.tenant.id, id: started.id, ms: 2_000 }, noBytes()));
  expect(await getBulkRun(owner, { id: started.id })).toMatchObject({ status: "done", changed: 0 });
  const problems = await listBulkProblems(owner, { id: started.id, state: "failed", after: null });
  expect(JSON.stringify(problems)).toContain(words);
  const key = await withKey(workspace.tenant.id, member, ["task:view", "task:edit"]);
  const asked = { version: task.version, statusId: deployed };
  const answer = await rest("PATCH", `/tasks/${task.id}`, key, asked);
  expect(answer).toMatchObject({ status: 422, code: "VALIDATION" });
  expect(JSON.stringify(answer.details)).toContain(words);
  const file = await upload(owner, { "tasks.csv": `Key,Task,Project,Status\n${task.key},Basket,SHP,Deployed\n` });
  await check(owner, file.id);
  expect(await run(owner, file.id)).toMatchObject({ updated: 0, errors: 1 });
  expect(await owner.db.task.findMany()).toEqual(before);
});

test("a tree has at most 100 levels, whether a task is made, moved or brought by a file", async () => {
  const { owner, project, task: top } = await guarded();
  const rows = await adminQuery<{ id: string; number: number }>(
    `insert into tasks
     select (jsonb_populate_record(null::tasks, to_jsonb(r) || jsonb_build_object(
       'id', uuidv7(), 'number', 100 + i, 'key', 'SHP-' || (100 + i), 'name', 'Level ' || i))).*
     from (select * from tasks where id = $1) r, generate_series(2, $2::int) i returning id, number`,
    [top.id, maxLevels],
  );
  const chain = [top.id, ...rows.toSorted((a, b) => a.number - b.number).map(({ id }) => id)];
  await adminQuery(
    `update tasks t set parent_id = c.above from (
       select id, lag(id) over (order by place) as above from unnest($1::uuid[]) with ordinality u(id, place)) c
     where t.id = c.id and c.above is not null`,
    [chain],
  );
  const alone = await create(owner, { name: "Alone", projectId: project.id });
  const before = await owner.db.task.findMany({ orderBy: { id: "asc" } });
  const lowest = chain.at(-1) ?? "";
  const tooDeep = { code: "VALIDATION", details: { fields: [{ message: expect.stringContaining("100 levels") }] } };
  const below = { name: "Below", projectId: project.id, parentId: lowest };
  await expect(create(owner, below)).rejects.toMatchObject(tooDeep);
  const placed = placeTask(owner, { ...idOf(alone), parentId: lowest, afterId: null });
  await expect(placed).rejects.toMatchObject(tooDeep);
  expect(await owner.db.task.findMany({ orderBy: { id: "asc" } })).toEqual(before);
  const file = await upload(owner, { "tasks.csv": `Task,Project,Parent task\nLower,SHP,SHP-${100 + maxLevels}\n` });
  await check(owner, file.id);
  await run(owner, file.id);
  expect(await owner.db.task.count({ where: { parentId: lowest } })).toBe(0);
});

test("tasks of a member who is removed are counted before, keep their assignee, and can be given to another one", async () => {
  const { workspace, owner, project } = await guarded();
  const [leaving, next] = [await workspace.join("member"), await workspace.join("member")];
  const { id } = await create(owner, { name: "Dig", projectId: project.id, ownerId: leaving.id });
  expect(await countOwnedBy(owner, { memberId: leaving.id })).toContainEqual({ entity: "task", total: 1 });
  await removeMember(owner, { id: leaving.id, version: 1 });
  expect(await get(owner, { id })).toMatchObject({ owner: { id: leaving.id } });
  await bulk(owner, { ids: [id], action: { type: "edit", ownerId: next.id } });
  expect(await get(owner, { id })).toMatchObject({ owner: { id: next.id } });
});

test("an import that has begun fails with the reason when the module is switched off before its rows are written", async () => {
  const { owner } = await guarded();
  const file = await upload(owner, { "tasks.csv": "Task,Project\nPlan,SHP\n" });
  await check(owner, file.id);
  const before = await owner.db.task.count();
  await startImport(owner, { id: file.id });
  await owner.db.subscription.updateMany({ data: { plan: "professional" } });
  await workImports();
  const ended = await getImport(await later(owner), { id: file.id });
  expect(ended).toMatchObject({ status: "failed", created: 0 });
  expect(JSON.stringify(ended)).toContain("the module of these records is switched off");
  expect(await owner.db.task.count()).toBe(before);
});

test("a file that comes in while the module is switched off brings nothing, says why, and comes in once it is on again", async () => {
  const { owner, project } = await guarded();
  const file = await upload(owner, { "tasks.csv": "Task,Project\nPlan,SHP\nBuild,SHP\n" });
  await check(owner, file.id);
  const before = await owner.db.task.findMany({ orderBy: { id: "asc" } });
  await owner.db.subscription.updateMany({ data: { plan: "professional" } });
  const off = await later(owner);
  await expect(run(off, file.id)).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("the module of these records is switched off"),
  });
  expect(await owner.db.task.findMany({ orderBy: { id: "asc" } })).toEqual(before);
  await owner.db.subscription.updateMany({ data: { plan: "enterprise" } });
  const on = await later(owner);
  const again = await upload(on, { "tasks.csv": "Task,Project\nPlan,SHP\nBuild,SHP\n" });
  await check(on, again.id);
  expect(await run(on, again.id)).toMatchObject({ status: "done", created: 2 });
  expect(await on.db.task.count({ where: { projectId: project.id } })).toBe(before.length + 2);
});
