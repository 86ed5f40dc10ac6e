import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { activityOperations, completeActivity } from "../operations/all";
import { activitySeriesDue, repeatDueSeries } from "./operations/make-next";
import { getActivityRepeat, setActivityRepeat } from "./operations/set-repeat";

const { create, list } = activityOperations;
const zone = "America/Chicago";
const today = localDay(new Date(), zone);
const daily = { every: 1, unit: "day" } as const;
/** Ten o'clock in the zone of the workspace, some days from now. */
const at = (days: number, minute = 600) => momentOfClock(dayLater(today, days), minute, zone);

async function repeating(ctx: Ctx, startsAt = at(1)) {
  const made = await create(ctx, { name: "Call", kind: "call", startsAt: startsAt.toISOString() });
  return await setActivityRepeat(ctx, { id: made.id, version: made.version, rule: daily });
}
const starts = async (ctx: Ctx) =>
  (await list(ctx, { sort: { field: "startsAt", direction: "asc" } } as never)).rows.map(({ startsAt }) => startsAt);

const ofSeries = "where id = (select series_id from activities where id = $1)";
const setRule = (id: string, rule: object) =>
  adminQuery(`update activity_series set rule = '${JSON.stringify(rule)}' ${ofSeries}`, [id]);
const stateOf = async (id: string) =>
  (
    await adminQuery<{ attempts: number; reason: string | null; next_at: Date }>(
      `select attempts, reason, next_at from activity_series ${ofSeries}`,
      [id],
    )
  )[0];

test("a series that fails is tried again later and says why, and the others do not wait for it", async () => {
  const workspace = await testWorkspace();
  const { system } = workspace;
  const ann = await workspace.role("member");
  const broken = await repeating(ann, at(0, 1));
  await repeating(ann);
  await setRule(broken.id, { every: 0 });
  const now = at(1, 601);
  expect(await repeatDueSeries(system, now)).toBe(1);
  expect(await starts(ann)).toEqual([at(0, 1), at(1), at(2)].map((start) => start.toISOString()));
  const later = new Date(now.getTime() + 120_000);
  const reason = "Something went wrong on our side.";
  expect(await stateOf(broken.id)).toEqual({ attempts: 1, reason, next_at: later });
  expect(await activitySeriesDue(system, now)).toEqual({ slots: [], next: later });
  expect(await repeatDueSeries(system, later)).toBe(0);
  const last = new Date(later.getTime() + 240_000);
  expect(await stateOf(broken.id)).toMatchObject({ attempts: 2, next_at: last });
  await setRule(broken.id, daily);
  expect(await repeatDueSeries(system, last)).toBe(1);
  expect(await stateOf(broken.id)).toMatchObject({ attempts: 0, reason: null });
});

test("an activity is completed although the next one cannot be made, which is tried again", async () => {
  const workspace = await testWorkspace();
  const { system } = workspace;
  const ann = await workspace.role("member");
  const broken = await repeating(ann);
  await setRule(broken.id, { every: 0 });
  const done = await completeActivity(ann, { id: broken.id, version: broken.version });
  expect(done.status).toBe("completed");
  const state = await stateOf(broken.id);
  expect(state).toMatchObject({ attempts: 1, reason: expect.stringMatching(/\S/) });
  await setRule(broken.id, daily);
  const repeat = await getActivityRepeat(ann, { id: broken.id });
  expect(repeat.triedAgainAt).toBe(state?.next_at.toISOString());
  expect(await repeatDueSeries(system, state?.next_at ?? new Date(0))).toBe(1);
  expect(await starts(ann)).toEqual([at(1), at(2)].map((start) => start.toISOString()));
  expect((await getActivityRepeat(ann, { id: broken.id })).triedAgainAt).toBeNull();
});
