import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { countToday } from "@/modules/platform/data/today/operations/list";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { inTransaction } from "@/server/execute";
import { testWorkspace } from "@/test/ctx";
import { bringGuest } from "./guest";
import { bringOwnTasks } from "./own-tasks";
import { projectPlans } from "./project-plans";
import { bringProjects } from "./projects";
import { bringTasks } from "./tasks";

test("the projects get four hundred tasks in trees; one slips, one is paused, two are finished", async () => {
  const workspace = await testWorkspace();
  await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
  const owner = await workspace.role("owner");
  for (let at = 0; at < 3; at++) await workspace.join("member");
  for (const { name } of projectPlans) {
    const account = await accountOperations.create(owner, { name: `${name} Ltd` });
    const sale = await createOpportunity(owner, { name, accountId: account.id });
    await owner.db.opportunity.updateMany({ where: { id: sale.id }, data: { status: "won" } });
  }
  await bringProjects(owner);
  await bringTasks(owner, 1);
  const tasks = await owner.db.task.findMany({ include: { project: true, status: true, parent: true } });
  expect(tasks.length).toBeGreaterThan(330);
  expect(tasks.length).toBeLessThan(450);
  expect(new Set(tasks.map(({ name }) => name)).size).toBe(tasks.length);
  for (const { parent, projectId, status, completedAt } of tasks) {
    if (parent) expect(parent.projectId).toBe(projectId);
    expect(completedAt !== null).toBe(status?.category === "done");
  }
  const now = new Date();
  const overdue = (key: string) =>
    tasks.filter(({ project, dueOn, completedAt }) => project.key === key && dueOn && dueOn < now && !completedAt)
      .length;
  expect(overdue("WHR")).toBeGreaterThan(4);
  expect(overdue("AUD") + overdue("BOOK")).toBe(0);
  expect(await owner.db.taskItem.count()).toBeGreaterThan(100);
  const [first] = tasks;
  expect((await listTimeline(owner, { entity: "task", id: first?.id ?? "" })).rows.length).toBeGreaterThan(0);
  const { rows } = await projectOperations.list(owner, {});
  const made = await taskOperations.create(owner, { name: "Next", projectId: rows[0]?.id ?? "" });
  expect(made.number).toBe(tasks.filter(({ projectId }) => projectId === rows[0]?.id).length + 1);
  await bringOwnTasks(owner);
  const counts = await countToday(owner, {});
  expect([counts.overdue, counts.due, counts.next7].map((count) => Number(count) > 1)).toEqual([true, true, true]);
  expect(await owner.db.task.count({ where: { repeats: { not: null } } })).toBe(4);

  const guest = await workspace.as(await workspace.join("guest"));
  await bringGuest(owner, guest);
  const shared = await projectOperations.list(guest, {});
  expect(shared.rows.map(({ key }) => key).toSorted()).toEqual(["CLM", "WHR"]);
  const theirs = await taskOperations.list(guest, {
    conditions: [{ field: "owner", op: "anyOf", value: [guest.member?.id ?? ""] }],
  });
  expect(theirs.rows).toHaveLength(6);
});
