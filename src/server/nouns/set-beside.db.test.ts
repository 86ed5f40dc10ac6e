import "@/registry/operations";
import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import type { BulkChange } from "@/lib/bulk-changes";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { addOpportunityLine } from "@/modules/crm/opportunities/lines/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { productOperations } from "@/modules/crm/products/operations";
import { startBulkRun, undoBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskStatusOperations } from "@/modules/pmo/task-statuses/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import type { Ctx } from "@/server/context";
import { later } from "@/test/ctx";
import { opportunityWorkspace } from "@/test/opportunities";

let ctx: Ctx;
beforeAll(async () => {
  ctx = await later((await opportunityWorkspace()).admin);
});

const usd = (amount: number) => ({ amount, currency: "USD" });
const set = (field: string, value: unknown): BulkChange => ({ type: "set", field, value });

/** Changes records and takes that back; returns what `read` gives in between and afterwards. */
async function thereAndBack<T>(noun: string, ids: readonly string[], change: BulkChange, read: () => Promise<T>) {
  const { id, changed } = await startBulkRun(ctx, { noun, selection: { ids: [...ids] }, change } as never);
  const between = await read();
  const { undone, kept } = await undoBulkRun(ctx, { id });
  return { changed, undone, kept, between, after: await read() };
}

describe("the undo of a change of many takes back what rules set beside the field", () => {
  test("the typed values of opportunities that took the total of their lines", async () => {
    const { id: productId } = await productOperations.create(ctx, { name: "Hours", price: usd(100) });
    const made: string[] = [];
    for (const amount of [usd(500), null, usd(900)])
      made.push((await createOpportunity(ctx, { name: "Harbour crane", amount })).id);
    for (const id of made.slice(0, 2)) await addOpportunityLine(ctx, { id, version: 1, productId, quantity: 1 });
    const read = () =>
      Promise.all(
        made.map(async (id) => {
          const { amount, valueFromLines } = await opportunityOperations.get(ctx, { id });
          return [amount, valueFromLines];
        }),
      );
    const before = await read();
    expect(await thereAndBack("opportunity", made, set("valueFromLines", true), read)).toEqual({
      ...{ changed: 3, undone: 3, kept: 0 },
      between: [usd(100), usd(100), null].map((amount) => [amount, true]),
      after: before,
    });
  });

  test("the own probabilities of opportunities, which show the one in force", async () => {
    const made: string[] = [];
    for (const probability of [null, 35])
      made.push((await createOpportunity(ctx, { name: "Harbour crane", probability })).id);
    const read = () =>
      Promise.all(made.map(async (id) => (await opportunityOperations.get(ctx, { id })).ownProbability));
    expect(await thereAndBack("opportunity", made, set("probability", 50), read)).toMatchObject({
      between: [50, 50],
      after: [null, 35],
    });
  });

  test("the days and times of activities", async () => {
    const due = await activityOperations.create(ctx, { name: "Due", kind: "task", dueOn: "2030-03-01" });
    const timed = await activityOperations.create(ctx, {
      ...{ name: "Timed", kind: "task", startsAt: "2030-03-02T10:00:00.000Z", endsAt: "2030-03-02T11:00:00.000Z" },
    });
    const read = () =>
      Promise.all(
        [due, timed].map(async ({ id }) => {
          const { dueOn, startsAt, endsAt, duration } = await activityOperations.get(ctx, { id });
          return { dueOn, startsAt, endsAt, duration };
        }),
      );
    const before = await read();
    for (const change of [set("startsAt", "2030-03-05T08:00:00.000Z"), set("dueOn", "2030-03-09")]) {
      const { between, ...result } = await thereAndBack("activity", [due.id, timed.id], change, read);
      expect(result).toEqual({ changed: 2, undone: 2, kept: 0, after: before });
      expect(between).not.toEqual(before);
    }
  });

  test("the progress and the place of tasks", async () => {
    const [home, other] = [
      await projectOperations.create(ctx, { name: "Harbour", key: "HAR" }),
      await projectOperations.create(ctx, { name: "Bridge", key: "BRI" }),
    ];
    const parent = await taskOperations.create(ctx, { name: "Plan", projectId: home.id });
    const task = await taskOperations.create(ctx, {
      ...{ name: "Draw", projectId: home.id, parentId: parent.id, percent: 40 },
    });
    const { rows } = await taskStatusOperations.list(ctx, { limit: 100 });
    const done = rows.find(({ name }) => name === "Done")?.id;
    const read = async () => {
      const { status, percent, project, parent: above } = await taskOperations.get(ctx, { id: task.id });
      return { status, percent, project, parent: above };
    };
    const before = await read();
    for (const change of [set("status", done), set("project", other.id)]) {
      const { between, ...result } = await thereAndBack("task", [task.id], change, read);
      expect(result).toEqual({ changed: 1, undone: 1, kept: 0, after: before });
      expect(between).not.toEqual(before);
    }
  });
});
