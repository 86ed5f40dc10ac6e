import { expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { activityOperations } from "./operations/all";
import { logActivities } from "./operations/log";
import { setActivityRepeat } from "./series/operations/set-repeat";

const { bulk, list, update, archive } = activityOperations;
const action = { type: "archive", endsSeries: true, ifUnchanged: true } as const;
const namesIn = async (ctx: Ctx) => (await list(ctx, {})).rows.map(({ name }) => name).sort();

async function logged() {
  const ctx = await (await testWorkspace()).role("owner");
  const made = await logActivities(ctx, {
    activities: [
      { name: "Call", kind: "call", status: "completed" },
      { name: "Send the draft", kind: "task", dueOn: "2026-12-04" },
    ],
  });
  const ids = made.map(({ id }) => id);
  const versions = Object.fromEntries(made.map(({ id, version }) => [id, version]));
  return { ctx, ids, versions, task: made[1] as (typeof made)[number] };
}

test("activities that were logged together are taken back together", async () => {
  const { ctx, ids, versions } = await logged();
  const { done, failed, batchId } = await bulk(ctx, { ids, versions, action });
  expect([done.map(({ id }) => id), failed, batchId]).toEqual([ids, [], expect.any(String)]);
  expect(await namesIn(ctx)).toEqual([]);
});

test("one that was changed since stays as it is, and says why; without the condition another field is no reason", async () => {
  const { ctx, ids, versions, task } = await logged();
  const changed = await update(ctx, { id: task.id, version: task.version, priority: "high" });
  const { done, failed } = await bulk(ctx, { ids, versions, action });
  expect(done.map(({ id }) => id)).toEqual(ids.filter((id) => id !== task.id));
  expect(failed).toEqual([{ id: task.id, code: "CONFLICT", message: "It was changed since, so it stays as it is." }]);
  expect((await list(ctx, {})).rows).toEqual([changed]);
  await archive(ctx, { id: task.id, version: task.version });
  expect(await namesIn(ctx)).toEqual([]);
});

test("one that was made to repeat meanwhile ends its series, if that is the version that was seen", async () => {
  const { ctx, ids, versions, task } = await logged();
  const { version } = await setActivityRepeat(ctx, {
    ...{ id: task.id, version: task.version },
    rule: { every: 1, unit: "week" },
  });
  await bulk(ctx, { ids, versions: { ...versions, [task.id]: version }, action });
  expect(await namesIn(ctx)).toEqual([]);
});
