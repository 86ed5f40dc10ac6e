import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { startBulkRun, undoBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { activityOperations } from "../operations/all";
import { repeatDueSeries } from "./operations/make-next";
import { setActivityRepeat } from "./operations/set-repeat";

const { create, list } = activityOperations;
const zone = "America/Chicago";
const today = localDay(new Date(), zone);
const at = (days: number) => momentOfClock(dayLater(today, days), 600, zone);
const planned = async (ctx: Ctx) => (await list(ctx, {})).rows.map(({ id }) => id).toSorted();

async function site() {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("owner");
  const startsAt = at(1).toISOString();
  const made = await create(ctx, { name: "Weekly call", kind: "call", startsAt });
  await setActivityRepeat(ctx, { id: made.id, version: made.version, rule: { every: 1, unit: "day" } });
  const once = await create(ctx, { name: "Once", kind: "call", startsAt });
  return { ctx, system: workspace.system, ids: [made.id, once.id] };
}

const archiving = (ids: string[], endsSeries?: boolean) => ({
  noun: "activity",
  selection: { ids },
  change: { type: "archive", endsSeries } as const,
});

test("a change of many archives those alone, and makes the next one of a series", async () => {
  const { ctx, ids } = await site();
  expect(await startBulkRun(ctx, archiving(ids))).toMatchObject({ changed: 2, failed: 0 });
  expect(await planned(ctx)).toHaveLength(1);
});

test("a change of many ends the series as asked, and its undo continues them", async () => {
  const { ctx, system, ids } = await site();
  const { id, changed } = await startBulkRun(ctx, archiving(ids, true));
  expect([changed, await planned(ctx), await repeatDueSeries(system, at(40))]).toEqual([2, [], 0]);
  expect(await undoBulkRun(ctx, { id })).toMatchObject({ undone: 2, kept: 0 });
  expect(await planned(ctx)).toEqual(ids.toSorted());
  expect(await repeatDueSeries(system, at(1))).toBe(1);
});
