import "@/registry/register";
import { expect, test } from "vitest";
import { statesIn } from "@/lib/fields/states";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { listProjectItems } from "@/modules/pmo/projects/checklist/operations";
import { projects } from "@/modules/pmo/projects/fields";
import { listProjectMilestones } from "@/modules/pmo/projects/milestones/operations";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { inTransaction } from "@/server/execute";
import { testWorkspace } from "@/test/ctx";
import { type ProjectPlan, projectPlans, stepsOf } from "./project-plans";
import { bringProjects } from "./projects";

test("a workspace gets a project of each plan, with the history that led to its phase", async () => {
  const workspace = await testWorkspace();
  await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
  const owner = await workspace.role("owner");
  await workspace.join("member");
  for (const { name } of projectPlans) {
    const account = await accountOperations.create(owner, { name: `${name} Ltd` });
    const sale = await createOpportunity(owner, { name, accountId: account.id });
    await owner.db.opportunity.updateMany({ where: { id: sale.id }, data: { status: "won" } });
  }
  await bringProjects(owner);
  const { rows } = await projectOperations.list(owner, {});
  expect(rows).toHaveLength(projectPlans.length);
  expect(new Set(rows.map(({ phase }) => phase)).size).toBe(6);
  for (const { id, key, phase, version } of rows) {
    const told = (await listTimeline(owner, { entity: "project", id })).rows;
    const plan = projectPlans.find((one) => one.key === key);
    expect(told.length, key ?? "").toBe(version);
    expect(plan?.phase).toBe(phase);
    expect(await projectOperations.get(owner, { id })).toMatchObject({ account: { name: expect.any(String) } });
    const stays = await projectOperations.stays(owner, { id });
    expect(stays.map(({ value }) => value).toReversed()).toEqual([
      "setup",
      ...stepsOf(plan as ProjectPlan, new Date()).map(({ to }) => to),
    ]);
    expect(stays.filter(({ leftAt }) => leftAt === null)).toMatchObject([{ value: phase }]);
    expect((await listProjectMilestones(owner, { id })).milestones).toHaveLength(3);
    const { items } = await listProjectItems(owner, { id });
    const isOpen = items.some(({ needed, done }) => needed && !done);
    expect(isOpen, key ?? "").toBe(phase === "setup" || phase === "planning");
  }
});

test("each plan goes by declared steps, none of which lies ahead or before the one it follows", () => {
  const states = statesIn(projects.fields).flatMap(([, field]) => Object.values(field.states));
  const now = new Date();
  for (const plan of projectPlans) {
    const steps = stepsOf(plan, now);
    let held = "setup";
    for (const [place, { from, to, at, event }] of steps.entries()) {
      expect(from).toBe(held);
      expect(states.some((one) => one.to === to && one.event === event)).toBe(true);
      expect(at < now && at >= (steps[place - 1]?.at ?? at), `${plan.key} ${event}`).toBe(true);
      held = to;
    }
    expect(held).toBe(plan.phase);
    expect(plan.endsIn).toBeGreaterThan(plan.startsIn);
  }
});
