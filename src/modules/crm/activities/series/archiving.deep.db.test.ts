import "@/registry/operations";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { activityOperations } from "../operations/all";
import { repeatDueSeries } from "./operations/make-next";
import { setActivityRepeat } from "./operations/set-repeat";

const { create, get, list, archive, transitions } = activityOperations;
const complete = transitions.complete as unknown as typeof archive;
const reopen = transitions.reopen as unknown as typeof archive;
const zone = "America/Chicago";
const selfOf = (ctx: Ctx) => ctx.member?.id ?? "";
const today = localDay(new Date(), zone);
const at = (days: number) => momentOfClock(dayLater(today, days), 600, zone);

async function firm() {
  const workspace = await testWorkspace();
  const [ann, bo] = await Promise.all([workspace.role("member"), workspace.role("member")]);
  return { ann, bo, owner: await workspace.role("owner"), system: workspace.system };
}

async function repeating(ctx: Ctx, more: object = {}) {
  const made = await create(ctx, { name: "Call", kind: "call", startsAt: at(1).toISOString(), ...more });
  return await setActivityRepeat(ctx, { id: made.id, version: made.version, rule: { every: 1, unit: "day" } });
}
const target = ({ id, version }: { id: string; version: number }) => ({ id, version });
const planned = async (ctx: Ctx) => (await list(ctx, {})).rows.filter(({ status }) => status === "planned");

describe("archiving with the series", () => {
  const { bulk, restore } = activityOperations;

  test("makes nothing, now or later; restoring brings back the activity and its series", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    const archived = await archive(ann, { ...target(first), endsSeries: true });
    expect(await planned(ann)).toEqual([]);
    expect(await repeatDueSeries(system, at(40))).toBe(0);
    const restored = await restore(ann, target(archived));
    expect(restored.repeats).toBe("Every day");
    await complete(ann, target(restored));
    expect((await planned(ann)).map(({ startsAt }) => startsAt)).toEqual([at(2).toISOString()]);
  });

  test("is told in its history, and by those that stay; restoring tells them how they repeat again", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    await repeatDueSeries(system, at(2));
    const [, second] = (await planned(ann)).toSorted((a, b) => String(a.startsAt).localeCompare(String(b.startsAt)));
    const latest = await get(ann, { id: second?.id ?? "" });
    const archived = await archive(ann, { ...target(latest), endsSeries: true });
    const told = await adminQuery("select data from events where entity_id = $1 and name = 'activity.archived'", [
      latest.id,
    ]);
    expect(told).toMatchObject([{ data: { endedSeries: true } }]);
    expect((await get(ann, { id: first.id })).repeats).toBeNull();
    await restore(ann, target(archived));
    expect((await get(ann, { id: first.id })).repeats).toBe("Every day");
  });

  test("stays ended when one is restored that was archived alone", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    const alone = await archive(ann, target(first));
    const [next] = await planned(ann);
    if (!next) throw new Error("Archiving one makes the next one.");
    await archive(ann, { ...target(await get(ann, { id: next.id })), endsSeries: true });
    await restore(ann, target(alone));
    expect(await repeatDueSeries(system, at(40))).toBe(0);
  });

  test("stays ended when one is restored that was done and reopened in the meantime", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    const done = await complete(ann, target(first));
    const [next] = await planned(ann);
    if (!next) throw new Error("Completing one makes the next one.");
    await archive(ann, { ...target(await get(ann, { id: next.id })), endsSeries: true });
    const reopened = await reopen(ann, target(done));
    expect(reopened.repeats).toBe("Every day");
    await restore(ann, target(await archive(ann, target(reopened))));
    expect(await repeatDueSeries(system, at(40))).toBe(0);
  });

  test("of many does the same for those that repeat, and its undo too", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    const single = await create(ann, { name: "Once", kind: "call", startsAt: at(1).toISOString() });
    const ids = [first.id, single.id];
    const report = await bulk(ann, { ids, action: { type: "archive", endsSeries: true } });
    expect([report.failed, await planned(ann)]).toEqual([[], []]);
    expect(await repeatDueSeries(system, at(40))).toBe(0);
    await bulk(ann, { ids, action: { type: "restore" } });
    expect((await planned(ann)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(await repeatDueSeries(system, at(1))).toBe(1);
  });

  test("needs the right to edit all of its activities, as an edit of the series does", async () => {
    const { ann, bo, owner } = await firm();
    const first = await repeating(ann, { participants: [selfOf(bo)] });
    const { seriesId } = (await owner.db.activity.findFirst({ where: { id: first.id } })) ?? {};
    const foreign = await create(owner, { name: "Owner's", kind: "call", startsAt: at(3).toISOString() });
    await adminQuery("update activities set series_id = $1, repeats = 'Every day' where id = $2", [
      seriesId,
      foreign.id,
    ]);
    const asked = archive(ann, { ...target(first), endsSeries: true });
    await expect(asked).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await get(ann, { id: first.id })).archivedAt).toBeNull();
    expect(await owner.db.activitySeries.findFirst({ where: { nextAt: { not: null } } })).not.toBeNull();
  });
});
