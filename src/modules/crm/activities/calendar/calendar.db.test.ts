import "@/registry/operations";
import { unseenRecord } from "@/lib/unseen-record";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { addTeamMembers, createTeam } from "@/modules/platform/identity/teams/operations";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { later, type TestMember, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { setHours } from "@/test/working-hours";
import { accountOperations } from "../../accounts/operations";
import { activityOperations } from "../operations/all";
import { setActivityRepeat } from "../series/operations/set-repeat";
import { getActivityCalendar } from "./operations";
import { mostShown } from "./rules";

const { create, update, archive, transitions } = activityOperations;
const complete = transitions.complete as unknown as typeof archive;
const selfOf = (ctx: Ctx) => ctx.member?.id ?? "";
const week = { from: "2026-11-23", until: "2026-11-29" };
const chicago = "America/Chicago";
const at = (day: string, hours: number, zone = chicago) => momentOfClock(day, hours * 60, zone).toISOString();

async function firm() {
  const workspace = await testWorkspace();
  const [ann, bo] = await Promise.all([workspace.role("member"), workspace.role("member")]);
  return { workspace, ann, bo };
}

/** The context of a later request of a member who has chosen this zone. */
async function inZone(ctx: Ctx, timeZone: string): Promise<Ctx> {
  await setHours(ctx, { timeZone, quiet: false, days: [1, 2, 3, 4, 5], fromMinute: 540, untilMinute: 1020 });
  return await later(ctx);
}

const namesIn = async (ctx: Ctx, input: Parameters<typeof getActivityCalendar>[1]) =>
  (await getActivityCalendar(ctx, input)).activities.map(({ name }) => name);

describe("the activities of a span", () => {
  test("are those that overlap it, by time", async () => {
    const { ann } = await firm();
    const made: [name: string, more: object][] = [
      ["Ended at midnight", { startsAt: at("2026-11-22", 23), duration: 60 }],
      ["Began on Sunday", { startsAt: at("2026-11-22", 23), duration: 61 }],
      ["On Monday at midnight", { startsAt: at("2026-11-23", 0) }],
      ["Due on Monday", { dueOn: "2026-11-23" }],
      ["Due on Sunday", { dueOn: "2026-11-29" }],
      ["Last minute", { startsAt: momentOfClock("2026-11-29", 24 * 60 - 1, chicago).toISOString(), duration: 120 }],
      ["Next Monday at midnight", { startsAt: at("2026-11-30", 0) }],
      ["Due next Monday", { dueOn: "2026-11-30" }],
      ["Undated", {}],
      ["A month before and not over", { startsAt: at("2026-10-24", 12), duration: 31 * 24 * 60 }],
    ];
    for (const [name, more] of made) await create(ann, { name, ...more });
    expect(await namesIn(ann, week)).toEqual([
      "A month before and not over",
      "Began on Sunday",
      "On Monday at midnight",
      "Due on Monday",
      "Due on Sunday",
      "Last minute",
    ]);
  });

  test("are in the zone of the member, and due days are in no zone", async () => {
    const { ann } = await firm();
    await create(ann, { name: "Due", dueOn: "2026-11-24" });
    await create(ann, { name: "Late call", startsAt: "2026-11-24T09:30:00.000Z", duration: 30 });
    for (const [zone, day] of [
      ["Pacific/Kiritimati", "2026-11-24"],
      ["America/Los_Angeles", "2026-11-24"],
      ["Pacific/Pago_Pago", "2026-11-23"],
    ] as const) {
      const there = await inZone(ann, zone);
      expect(await getActivityCalendar(there, { from: day, until: day })).toMatchObject({ zone });
      expect(await namesIn(there, { from: day, until: day })).toContain("Late call");
      expect(await namesIn(there, { from: "2026-11-24", until: "2026-11-24" })).toContain("Due");
      expect(await namesIn(there, { from: "2026-11-25", until: "2026-11-25" })).not.toContain("Due");
    }
  });

  test.each([
    ["America/Chicago", "2026-03-08", "2026-11-01"],
    ["Europe/Berlin", "2026-03-29", "2026-10-25"],
    ["Australia/Lord_Howe", "2026-10-04", "2026-04-05"],
  ])("are all hours of the day on which the clocks of %s change", async (zone, forward, back) => {
    const { ann } = await firm();
    const there = await inZone(ann, zone);
    for (const day of [forward, back]) {
      const [start, end] = [momentOfClock(day, 0, zone), momentOfClock(dayLater(day, 1), 0, zone)];
      const last = new Date(end.getTime() - 60_000).toISOString();
      await create(ann, { name: `Last of ${day}`, startsAt: last });
      await create(ann, { name: `First of ${day}`, startsAt: start.toISOString() });
      await create(ann, { name: "The day after", startsAt: end.toISOString() });
      expect(await namesIn(there, { from: day, until: day })).toEqual([`First of ${day}`, `Last of ${day}`]);
    }
  });

  test("are on the day on which they were completed, if they had no time", async () => {
    const { ann } = await firm();
    const today = localDay(new Date(), chicago);
    const task = await create(ann, { name: "Send the draft", dueOn: dayLater(today, 30) });
    await complete(ann, { id: task.id, version: task.version });
    await create(ann, { name: "Logged call", kind: "call", status: "completed" });
    const { activities } = await getActivityCalendar(ann, { from: today, until: today });
    expect(activities.map(({ name, day }) => [name, day])).toEqual(
      expect.arrayContaining([
        ["Send the draft", today],
        ["Logged call", null],
      ]),
    );
  });

  test("leave out archived ones", async () => {
    const { ann } = await firm();
    const { id, version } = await create(ann, { name: "Call", dueOn: "2026-11-24" });
    await archive(ann, { id, version });
    expect(await namesIn(ann, week)).toEqual([]);
  });
});

describe("the people of a calendar", () => {
  test("are oneself, as assignee or colleague, one's teams, or some members", async () => {
    const { workspace, ann, bo } = await firm();
    const cy = await workspace.role("member");
    const admin = await workspace.role("admin");
    const team = await createTeam(admin, { name: "Central" });
    await addTeamMembers(admin, { id: team.id, memberIds: [selfOf(ann), selfOf(bo)] });
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const about = [{ entity: "account", id: account.id }];
    const due = { dueOn: "2026-11-24", about };
    await create(ann, { name: "Hers", ...due });
    await create(bo, { name: "His", ...due });
    await create(bo, { name: "Both", ...due, participants: [selfOf(ann)] });
    await create(cy, { name: "Elsewhere", ...due });
    const asked = async (people: "mine" | "teams" | string[]) => (await namesIn(ann, { ...week, people })).sort();
    expect(await asked("mine")).toEqual(["Both", "Hers"]);
    expect(await asked("teams")).toEqual(["Both", "Hers", "His"]);
    expect(await asked([selfOf(cy)])).toEqual(["Elsewhere"]);
    expect(await asked([newId()])).toEqual([]);
    expect(await asked([newId(), selfOf(cy)])).toEqual(["Elsewhere"]);
  });

  test("are no way to hidden activities, and records that are hidden have no name", async () => {
    const { workspace, ann, bo } = await firm();
    await workspace.system.db.visibilitySetting.create({ data: { entity: "account", level: "own" } });
    const seen = async (ctx: Ctx) =>
      await workspace.as(
        { ...(ctx.member as unknown as TestMember), userId: "", email: "" },
        { visibility: { account: "own" } },
      );
    const [hers, his] = [await seen(ann), await seen(bo)];
    const account = await accountOperations.create(his, { name: "Birch Mill" });
    const about = [{ entity: "account", id: account.id }];
    await create(his, { name: "Secret lunch", dueOn: "2026-11-24", about });
    await create(his, { name: "Joint call", dueOn: "2026-11-24", about, participants: [selfOf(ann)] });
    const answer = await getActivityCalendar(hers, { ...week, people: [selfOf(bo)] });
    expect(answer.activities.map(({ name }) => name)).toEqual(["Joint call"]);
    expect(answer.activities[0]?.about).toEqual({ entity: "account", id: null, name: unseenRecord });
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${account.id}|Birch Mill`));
  });
});

test("a move over somebody else's is refused and names them", async () => {
  const { workspace, ann } = await firm();
  const admin = await workspace.role("admin");
  const { id, version } = await create(ann, { name: "Call", startsAt: at("2026-11-24", 9) });
  await update(admin, { id, version, startsAt: at("2026-11-25", 9) });
  const move = (ctx: Ctx) => update(ctx, { id, version, startsAt: at("2026-11-26", 9) });
  const by = { id: selfOf(admin), name: admin.member?.name };
  await expect(move(ann)).rejects.toMatchObject({ code: "CONFLICT", details: { by, current: { id } } });
  await expect(move(admin)).rejects.toMatchObject({ code: "CONFLICT", details: { by: null } });
});

test("the working hours are those of the one member who is shown, in the span alone", async () => {
  const { ann, bo } = await firm();
  await inZone(bo, "Asia/Tokyo");
  const hours = async (people: "mine" | string[]) =>
    (await getActivityCalendar(ann, { from: "2026-11-27", until: "2026-11-28", people })).working;
  const nine = (zone: string) => ({ from: at("2026-11-27", 9, zone), until: at("2026-11-27", 17, zone) });
  await inZone(ann, chicago);
  expect(await hours("mine")).toEqual([nine(chicago)]);
  expect(await hours([selfOf(ann), selfOf(bo)])).toEqual([nine(chicago)]);
  // Friday in Tokyo began on Thursday evening in Chicago.
  expect(await hours([selfOf(bo)])).toEqual([{ from: at("2026-11-27", 0), until: at("2026-11-27", 17, "Asia/Tokyo") }]);
});

describe("a series", () => {
  test("shows what it will make, at its own local time", async () => {
    const { ann } = await firm();
    const today = localDay(new Date(), chicago);
    const first = await create(ann, { name: "Weekly call", startsAt: at(dayLater(today, 1), 9), duration: 30 });
    const rule = { every: 1, unit: "day" as const };
    await setActivityRepeat(ann, { id: first.id, version: first.version, rule });
    const { activities, upcoming } = await getActivityCalendar(ann, { from: today, until: dayLater(today, 4) });
    expect(activities.map(({ startsAt }) => startsAt)).toEqual([at(dayLater(today, 1), 9)]);
    expect(upcoming.map(({ startsAt }) => startsAt)).toEqual([2, 3, 4].map((days) => at(dayLater(today, days), 9)));
    expect(upcoming[0]).toMatchObject({ id: first.id, name: "Weekly call", duration: 30, owner: { id: selfOf(ann) } });
    const [blind, span] = [{ hiddenFields: { activity: ["owner"] } }, { from: today, until: dayLater(today, 4) }];
    const shown = await getActivityCalendar({ ...ann, ...blind }, span);
    expect([...shown.activities, ...shown.upcoming].map(({ owner }) => owner)).toEqual([null, null, null, null]);
  });
});

describe("an answer is bounded", () => {
  test("to the first activities, and says that there are more", async () => {
    const { workspace, ann } = await firm();
    const { id } = await create(ann, { name: "Call", startsAt: at("2026-11-24", 9), duration: 15 });
    const columns =
      "tenant_id, name, name_key, kind, status, priority, starts_at, ends_at, duration, owner_id, at, updated_at";
    await adminQuery(
      `insert into activities (id, ${columns}) select gen_random_uuid(), ${columns} from activities, generate_series(1, $2) where id = $1`,
      [id, mostShown],
    );
    const answer = await getActivityCalendar(await workspace.as(ann.member as never), week);
    expect(answer.more).toBe(true);
    expect(answer.activities).toHaveLength(mostShown);
  });

  test.each([
    ["a hundred years", { from: "2000-01-01", until: "2099-12-31" }, "at most 42 days"],
    ["43 days", { from: "2026-11-01", until: "2026-12-13" }, "at most 42 days"],
    ["an end before the start", { from: "2026-11-02", until: "2026-11-01" }, "before the first"],
    ["the year 9999", { from: "9999-12-01", until: "9999-12-31" }, "1900 to 2199"],
    ["nobody", { ...week, people: [] }, ""],
  ])("and refuses %s", (_what, input, reason) => {
    const found = getActivityCalendar.input.safeParse(input);
    expect(found.success).toBe(false);
    expect(JSON.stringify(found.error?.issues)).toContain(reason);
  });
});
