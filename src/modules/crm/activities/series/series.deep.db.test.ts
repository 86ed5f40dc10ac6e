import "@/registry/operations";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { accountOperations } from "../../accounts/operations";
import { activityOperations } from "../operations/all";
import { activitySeriesDue, repeatDueSeries } from "./operations/make-next";
import { getActivityRepeat, setActivityRepeat } from "./operations/set-repeat";
import { archiveActivitySeries, updateActivitySeries } from "./operations/update-series";

const { create, update, get, list, archive, transitions } = activityOperations;
const complete = transitions.complete as unknown as typeof archive;
const cancel = transitions.cancel as unknown as typeof archive;
const zone = "America/Chicago";
const selfOf = (ctx: Ctx) => ctx.member?.id ?? "";
const today = localDay(new Date(), zone);
const daily = { every: 1, unit: "day" } as const;
/** Ten o'clock in the zone of the workspace, some days from now. */
const at = (days: number, minute = 600) => momentOfClock(dayLater(today, days), minute, zone);

async function firm() {
  const workspace = await testWorkspace();
  const [ann, bo, owner] = await Promise.all([
    workspace.role("member"),
    workspace.role("member"),
    workspace.role("owner"),
  ]);
  return { workspace, ann, bo, owner, system: workspace.system };
}

async function repeating(ctx: Ctx, rule: object = daily, more: object = {}) {
  const made = await create(ctx, { name: "Call", kind: "call", startsAt: at(1).toISOString(), ...more });
  return await setActivityRepeat(ctx, { id: made.id, version: made.version, rule: rule as never });
}
const untried = { triedAgainAt: null, reason: null };
const target = ({ id, version }: { id: string; version: number }) => ({ id, version });
const all = async (ctx: Ctx) =>
  (await list(ctx, { sort: { field: "startsAt", direction: "asc" } } as never)).rows.map(
    ({ startsAt, status }) => `${startsAt} ${status}`,
  );
const planned = async (ctx: Ctx) => (await list(ctx, {})).rows.filter(({ status }) => status === "planned");

describe("the next activity is made", () => {
  test("when one is completed, with its values, and says how it repeats", async () => {
    const { ann, bo } = await firm();
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const first = await repeating(ann, daily, {
      duration: 30,
      reminders: ["30"],
      participants: [selfOf(bo)],
      about: [{ entity: "account", id: account.id }],
      description: "Ask for the **budget**",
    });
    expect(first.repeats).toBe("Every day");
    await complete(ann, target(first));
    const [next] = await planned(ann);
    const { id, version } = next ?? { id: "", version: 0 };
    expect(await get(ann, { id })).toMatchObject({
      name: "Call",
      kind: "call",
      version,
      owner: { id: selfOf(ann) },
      creator: { id: selfOf(ann) },
      startsAt: at(2).toISOString(),
      endsAt: at(2, 630).toISOString(),
      remindAt: at(2, 570).toISOString(),
      repeats: "Every day",
      about: [{ id: account.id }],
      participants: [{ id: selfOf(bo) }],
    });
  });

  test.each([
    ["cancelled", cancel],
    ["archived", archive],
  ])("when one is %s", async (_what, act) => {
    const { ann } = await firm();
    await act(ann, target(await repeating(ann)));
    expect((await planned(ann)).map(({ startsAt }) => startsAt)).toEqual([at(2).toISOString()]);
  });

  test("by the clock when its time has passed, and the old one stays to be done", async () => {
    const { ann, system } = await firm();
    await repeating(ann, daily, { duration: 60 });
    const passed = at(1, 660);
    expect(await activitySeriesDue(system, new Date())).toEqual({ slots: [], next: passed });
    expect(await repeatDueSeries(system, new Date(passed.getTime() - 1))).toBe(0);
    await Promise.all([repeatDueSeries(system, passed), repeatDueSeries(system, passed)]);
    expect(await all(ann)).toEqual([1, 2].map((days) => `${at(days).toISOString()} planned`));
    expect(await activitySeriesDue(system, passed)).toEqual({ slots: [], next: at(2, 660) });
  });

  test("once after an outage, not once for each missed day", async () => {
    const { ann, system } = await firm();
    await repeating(ann);
    await repeatDueSeries(system, at(30, 601));
    expect(await all(ann)).toEqual([1, 31].map((days) => `${at(days).toISOString()} planned`));
  });

  test("never twice: two people complete one at once, and once more after it was reopened", async () => {
    const { ann, bo } = await firm();
    const first = await repeating(ann, daily, { participants: [selfOf(bo)] });
    const byTwo = [ann, ann, ann].map((ctx) => complete(ctx, target(first)));
    await Promise.allSettled(byTwo);
    expect(await planned(ann)).toHaveLength(1);
    const done = await get(ann, { id: first.id });
    const open = await update(ann, { ...target(done), status: "planned" });
    await complete(ann, target(open));
    expect(await planned(ann)).toHaveLength(1);
  });

  test("never twice: by the clock and by its completion at once", async () => {
    const { ann, system } = await firm();
    for (let round = 1; round <= 5; round += 1) {
      const first = await repeating(ann);
      await Promise.all([complete(ann, target(first)), repeatDueSeries(system, at(1))]);
      const [rows] = await adminQuery<{ count: number }>(
        "select count(*)::int as count from activities where series_id = (select series_id from activities where id = $1)",
        [first.id],
      );
      expect(rows?.count).toBe(2);
    }
  });

  test("the table refuses a second activity of the same day of a series", async () => {
    const { ann } = await firm();
    const first = await repeating(ann);
    await complete(ann, target(first));
    const twice = `update activities set occurrence = (select occurrence from activities where id = $1)
      where series_id = (select series_id from activities where id = $1)`;
    await expect(adminQuery(twice, [first.id])).rejects.toMatchObject({ code: "23505" });
  });

  test("until the rule ends", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann, { ...daily, count: 2 });
    await complete(ann, target(first));
    const [last] = await planned(ann);
    if (!last) throw new Error("There is a second one.");
    await complete(ann, target(last));
    expect(await planned(ann)).toEqual([]);
    expect(await activitySeriesDue(system, at(50))).toEqual({ slots: [], next: null });
  });

  test("by its day, without a time, when the day has ended", async () => {
    const { ann, system } = await firm();
    const made = await create(ann, { name: "Report", dueOn: dayLater(today, 1) });
    await setActivityRepeat(ann, { ...target(made), rule: { every: 1, unit: "week" } });
    const ended = momentOfClock(dayLater(today, 2), 0, zone);
    expect(await activitySeriesDue(system, new Date())).toEqual({ slots: [], next: ended });
    await repeatDueSeries(system, ended);
    expect((await planned(ann)).map(({ dueOn }) => dueOn).sort()).toEqual([dayLater(today, 1), dayLater(today, 8)]);
  });
});

describe("a rule", () => {
  test.each([
    ["of 10,000 occurrences", { ...daily, count: 10_000 }, "count"],
    ["that ends before it starts", { ...daily, until: "2020-01-01" }, "rule"],
    ["of no days", { every: 1, unit: "week", weekdays: [] }, "weekdays"],
  ])("%s is refused, and nothing is written", async (_what, rule, field) => {
    const { ann } = await firm();
    const made = await create(ann, { name: "Call", startsAt: at(1).toISOString() });
    const error = await setActivityRepeat(ann, { ...target(made), rule: rule as never }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "VALIDATION" });
    expect(JSON.stringify(error)).toContain(field);
    expect(await get(ann, { id: made.id })).toMatchObject({ version: made.version, repeats: null });
  });

  test("needs a date, and an activity that is still to be done", async () => {
    const { ann } = await firm();
    const undated = await create(ann, { name: "Call" });
    await expect(setActivityRepeat(ann, { ...target(undated), rule: daily })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    const done = await create(ann, { name: "Call", status: "completed", startsAt: at(-1).toISOString() });
    await expect(setActivityRepeat(ann, { ...target(done), rule: daily })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  test("is changed from an activity on, and removed", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    const changed = await setActivityRepeat(ann, { ...target(first), rule: { every: 3, unit: "day" } });
    expect(changed.repeats).toBe("Every 3 days");
    expect(await getActivityRepeat(ann, { id: first.id })).toEqual({
      rule: { every: 3, unit: "day" },
      startOn: dayLater(today, 1),
      zone: ann.tenant.timeZone,
      ...untried,
    });
    await complete(ann, target(changed));
    const [next] = await planned(ann);
    expect(next?.startsAt).toBe(at(4).toISOString());
    const ended = await setActivityRepeat(ann, { ...target(next as never), rule: null });
    expect(ended.repeats).toBeNull();
    expect(await getActivityRepeat(ann, { id: ended.id })).toEqual({
      rule: null,
      startOn: null,
      zone: null,
      ...untried,
    });
    await complete(ann, target(ended));
    expect(await planned(ann)).toEqual([]);
    expect(await activitySeriesDue(system, at(50))).toEqual({ slots: [], next: null });
  });

  test("is not changed by somebody who does not see the activity, nor after a version that is gone", async () => {
    const { ann, bo } = await firm();
    const first = await repeating(ann);
    await expect(setActivityRepeat(bo, { ...target(first), rule: null })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const later = await setActivityRepeat(ann, { ...target(first), rule: { every: 2, unit: "day" } });
    await expect(setActivityRepeat(ann, { ...target(first), rule: null })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await get(ann, { id: first.id })).toMatchObject({ version: later.version, repeats: "Every 2 days" });
  });
});

describe("an edit", () => {
  /** A series with one activity that was missed and the one that waits. */
  async function two() {
    const made = await firm();
    const first = await repeating(made.ann);
    await repeatDueSeries(made.system, at(1));
    const [missed, waiting] = (await planned(made.ann)).toSorted((a, b) =>
      String(a.startsAt).localeCompare(String(b.startsAt)),
    );
    if (!missed || !waiting) throw new Error("There are two.");
    expect(missed.id).toBe(first.id);
    return { ...made, missed, waiting };
  }
  const names = async (ctx: Ctx) => (await planned(ctx)).map(({ name, startsAt }) => `${startsAt} ${name}`).sort();

  test("of one leaves the others and the series alone", async () => {
    const { ann, missed, waiting } = await two();
    await updateActivitySeries(ann, {
      ...target(waiting),
      scope: "one",
      patch: { name: "Visit", startsAt: at(5, 300).toISOString() },
    });
    await complete(ann, target(missed));
    await complete(ann, target(await get(ann, { id: waiting.id })));
    expect(await names(ann)).toEqual([`${at(3).toISOString()} Call`]);
  });

  test("of this and following changes what comes, not what was before", async () => {
    const { ann, waiting } = await two();
    const patch = { name: "Visit", startsAt: at(2, 660).toISOString(), reminders: ["5"] as ["5"] };
    const edited = await updateActivitySeries(ann, { ...target(waiting), scope: "following", patch });
    await complete(ann, target(edited));
    expect(await names(ann)).toEqual([`${at(1).toISOString()} Call`, `${at(3, 660).toISOString()} Visit`]);
    const next = (await planned(ann)).find(({ name }) => name === "Visit");
    expect(next?.remindAt).toBe(at(3, 655).toISOString());
  });

  test("of all changes also those before that are still to be done, each on its day", async () => {
    const { ann, waiting } = await two();
    await updateActivitySeries(ann, {
      ...target(waiting),
      scope: "all",
      patch: { name: "Visit", startsAt: at(2, 660).toISOString() },
    });
    expect(await names(ann)).toEqual([1, 2].map((days) => `${at(days, 660).toISOString()} Visit`));
  });

  test("to another weekday moves the rule along", async () => {
    const { ann } = await firm();
    const weekly = await repeating(ann, { every: 1, unit: "week" });
    const moved = await updateActivitySeries(ann, {
      ...target(weekly),
      scope: "following",
      patch: { startsAt: at(2).toISOString() },
    });
    const weekday = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: zone }).format(at(2));
    expect(moved.repeats).toBe(`Every week on ${weekday}`);
    await complete(ann, target(moved));
    expect((await planned(ann)).map(({ startsAt }) => startsAt)).toEqual([at(9).toISOString()]);
  });

  test("while the next one is made: made once, with the old or with the new values", async () => {
    const { ann, system } = await firm();
    for (let round = 1; round <= 5; round += 1) {
      const first = await repeating(ann);
      const patch = { name: "Visit" };
      await Promise.all([
        updateActivitySeries(ann, { ...target(first), scope: "all", patch }),
        repeatDueSeries(system, at(1)),
      ]);
      await repeatDueSeries(system, at(2));
      const rows = await adminQuery<{ name: string }>(
        "select name from activities where series_id = (select series_id from activities where id = $1) order by occurrence",
        [first.id],
      );
      expect(rows).toHaveLength(3);
      expect([rows[0]?.name, rows[2]?.name]).toEqual(["Visit", "Visit"]);
    }
  });

  test("of something that does not repeat is for this one alone", async () => {
    const { ann } = await firm();
    const made = await create(ann, { name: "Call", startsAt: at(1).toISOString() });
    const patch = { name: "Visit" };
    await expect(updateActivitySeries(ann, { ...target(made), scope: "all", patch })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect(await get(ann, { id: made.id })).toMatchObject({ name: "Call", version: made.version });
    expect(await updateActivitySeries(ann, { ...target(made), scope: "one", patch })).toMatchObject({ name: "Visit" });
  });
});

describe("archiving", () => {
  test("one makes the next; this and following ends the series; all also archives those before", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann);
    await archiveActivitySeries(ann, { ...target(first), scope: "one" });
    await repeatDueSeries(system, at(2));
    const [second, third] = (await planned(ann)).toSorted((a, b) =>
      String(a.startsAt).localeCompare(String(b.startsAt)),
    );
    if (!second || !third) throw new Error("There are two.");
    await archiveActivitySeries(ann, { ...target(third), scope: "following" });
    expect((await planned(ann)).map(({ id }) => id)).toEqual([second.id]);
    expect(await repeatDueSeries(system, at(40))).toBe(0);
    const again = await repeating(ann);
    await repeatDueSeries(system, at(1));
    await archiveActivitySeries(ann, { ...target(again), scope: "all" });
    expect((await planned(ann)).map(({ id }) => id)).toEqual([second.id]);
  });
});

describe("an assignee who left", () => {
  test("is followed by the owner of the first linked record, and its followers are notified", async () => {
    const { ann, bo, owner, system } = await firm();
    const account = await accountOperations.create(owner, { name: "Alder Ports" });
    await setFollow(bo, { entity: "account", recordId: account.id, state: "following" });
    const first = await repeating(ann, daily, { about: [{ entity: "account", id: account.id }] });
    const loose = await repeating(ann);
    await adminQuery("update members set status = 'removed' where id = $1", [selfOf(ann)]);
    await repeatDueSeries(system, at(1));
    while (await relayOnce(notifications));
    const ofSeries = async ({ id }: { id: string }) =>
      await adminQuery<{ owner: string | null }>(
        "select owner_id as owner from activities where series_id = (select series_id from activities where id = $1) order by occurrence desc limit 1",
        [id],
      );
    expect(await ofSeries(first)).toEqual([{ owner: selfOf(owner) }]);
    expect(await ofSeries(loose)).toEqual([{ owner: null }]);
    const notices = (await listNotifications(bo, { type: "activityAssigneeLeft" })).rows;
    expect(notices).toHaveLength(1);
  });
});

describe("acts on a series", () => {
  test("are refused to somebody who may edit one of its activities only, and nothing changes", async () => {
    const { ann, bo, owner } = await firm();
    const first = await repeating(ann);
    const done = await complete(ann, target(first));
    const given = await update(owner, { ...target(done), ownerId: selfOf(bo) });
    const before = await getActivityRepeat(owner, { id: first.id });
    const refused = { code: "FORBIDDEN" };
    await expect(setActivityRepeat(bo, { ...target(given), rule: null })).rejects.toMatchObject(refused);
    const edit = { ...target(given), scope: "all" as const, patch: { name: "Mine" } };
    await expect(updateActivitySeries(bo, edit)).rejects.toMatchObject(refused);
    expect(await getActivityRepeat(owner, { id: first.id })).toEqual(before);
    expect((await planned(owner)).map(({ name }) => name)).toEqual(["Call"]);
  });

  test("begin anew with the activity as it is, when the series had ended", async () => {
    const { ann } = await firm();
    const first = await repeating(ann);
    const ended = await setActivityRepeat(ann, { ...target(first), rule: null });
    const renamed = await update(ann, { ...target(ended), name: "Review" });
    const again = await setActivityRepeat(ann, { ...target(renamed), rule: daily });
    await complete(ann, target(again));
    expect((await planned(ann)).map(({ name }) => name)).toEqual(["Review"]);
  });

  test("move the day after which the next one comes, also when an earlier activity is edited", async () => {
    const { ann, system } = await firm();
    const first = await repeating(ann, { every: 1, unit: "week" }, { startsAt: at(-1).toISOString() });
    await repeatDueSeries(system, new Date());
    expect(await planned(ann)).toHaveLength(2);
    const now = await get(ann, { id: first.id });
    const moved = { startsAt: at(1).toISOString() };
    await updateActivitySeries(ann, { ...target(now), scope: "following", patch: moved });
    const latest = (await planned(ann)).find(({ id }) => id !== first.id);
    await complete(ann, target(latest ?? { id: "", version: 0 }));
    const days = (await all(ann)).map((one) => one.slice(0, 10));
    expect(new Set(days).size).toBe(days.length);
  });
});
