import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { daysBegun, slotOf } from "@/lib/mornings";
import { dayLater, localDay } from "@/lib/working-time";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { setFollow, setNotificationPreference } from "@/modules/platform/history/notifications/operations/preferences";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { workingCalendars } from "@/modules/platform/workspace/calendars/operations/resolve";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { setHours } from "@/test/working-hours";
import { accountOperations } from "../accounts/operations";
import { contactOperations } from "../contacts/operations";
import type { Pipeline } from "../pipelines/schema";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { remind, remindersDue } from "./operations/remind";
import type { Opportunity } from "./schema";

const rotDays = 10;
const dayMs = 86_400_000;
/** Half a minute for what a test itself takes. */
const slackMs = 30_000;

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
let slot: string;
const now = new Date();
const today = () => localDay(now, workspace.tenant.timeZone);
beforeAll(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  await adminQuery("update stages set rot_days = $2 where tenant_id = $1", [workspace.tenant.id, rotDays]);
  slot = await slotOfMember((await workspace.join("member")).id, today());
});

const stage = (name: string) => pipeline.stages.find((one) => one.name === name)?.id ?? "";
const opportunityOf = (
  owner: TestMember | null,
  more: { name?: string; expectedCloseDate?: string; accountId?: string } = {},
) => createOpportunity(admin, { name: "Bridge", stageId: stage("Lead"), ownerId: owner?.id ?? null, ...more });
const touched = (opportunity: Pick<Opportunity, "id">, daysAgo: number, ms = 0) =>
  adminQuery("update opportunities set touched_at = $2, stage_entered_at = $2 where id = $1", [
    opportunity.id,
    new Date(now.getTime() - daysAgo * dayMs + ms),
  ]);
/** Its limit was passed a moment ago. */
async function rottingOpportunity(
  owner: TestMember | null,
  more: { name?: string; accountId?: string } = {},
): Promise<Opportunity> {
  const opportunity = await opportunityOf(owner, more);
  await touched(opportunity, rotDays + 1, -slackMs);
  return opportunity;
}

/** The slot of a member on a day. */
async function slotOfMember(id: string, day: string): Promise<string> {
  const calendars = new Map((await workingCalendars(workspace.system)).map((one) => [one.memberId, one.calendar]));
  const calendar = calendars.get(id);
  if (!calendar) throw new Error("The member works.");
  return slotOf(calendar, day);
}

/** The slots that have begun at an instant. */
async function slotsAt(at: string): Promise<string[]> {
  const calendars = (await workingCalendars(workspace.system)).map(({ calendar }) => calendar);
  return [...daysBegun(calendars, new Date(at)).keys()];
}

/** One strike of the clock for all who have this slot; events reach the inboxes. */
async function sweep(its = slot): Promise<void> {
  const [row] = await adminQuery<{ id: string }>(
    "insert into sweeps (id, tenant_id, job, slot) values (gen_random_uuid(), $1, $2, $3) returning id",
    [workspace.tenant.id, randomUUID(), its],
  );
  await remind(workspace.system, row?.id ?? "", now);
  while (await relayOnce(notifications));
}
const reminders = async (member: TestMember) =>
  (
    await adminQuery<{ type: string; name: string }>(
      `select n.type, o.name from notifications n join opportunities o on o.id = n.record_id
       where n.member_id = $1 and n.type in ('opportunityRotting', 'opportunityClosing') order by n.id`,
      [member.id],
    )
  )
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

const dueSteps = async (member: TestMember) =>
  (
    await adminQuery<{ name: string }>(
      `select o.name from notifications n join opportunities o on o.id = n.record_id
       where n.member_id = $1 and n.type = 'opportunityStepDue' order by o.name`,
      [member.id],
    )
  ).map(({ name }) => name);

describe("a written next step", () => {
  test("is told on its day to the member who does it, once, and to nobody else", async () => {
    const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
    const written = (name: string, nextStepOn: string | null, nextStepOwnerId: string | null = null) =>
      createOpportunity(admin, { name, ownerId: bo.id, nextStep: "Call back", nextStepOn, nextStepOwnerId });
    await written("Due", today());
    await written("Missed", dayLater(today(), -2));
    await written("Forgotten", dayLater(today(), -20));
    await written("Later", dayLater(today(), 1));
    await written("Undated", null);
    const given = await written("Given", today(), cy.id);
    await setFollow(await workspace.as(bo), { entity: "opportunity", recordId: given.id, state: "following" });
    await sweep();
    await sweep();
    expect(await dueSteps(bo)).toEqual(["Due", "Missed"]);
    expect(await dueSteps(cy)).toEqual(["Given"]);
  });
});

test("the written next step of a contact reminds as that of an opportunity does", async () => {
  const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
  const written = (name: string, nextStepOn: string, nextStepOwnerId: string | null = null) =>
    contactOperations.create(admin, { name, ownerId: bo.id, nextStep: "Call back", nextStepOn, nextStepOwnerId });
  const due = await written("Due", today());
  await written("Later", dayLater(today(), 1));
  await written("Given", today(), cy.id);
  await sweep();
  await sweep();
  const told = (member: TestMember) =>
    adminQuery<{ name: string }>(
      `select c.name from notifications n join contacts c on c.id = n.record_id
       where n.member_id = $1 and n.type = 'contactStepDue'`,
      [member.id],
    );
  expect(await told(bo)).toEqual([{ name: "Due" }]);
  expect(await told(cy)).toEqual([{ name: "Given" }]);
  await adminQuery("delete from contacts where id = $1", [due.id]);
  expect(await adminQuery("select 1 from record_reminders where record_id = $1", [due.id])).toEqual([]);
});

describe("an opportunity that rots", () => {
  test("begins to where its record says so, and not a moment before", async () => {
    const bo = await workspace.join("member");
    const [almost, just] = [await opportunityOf(bo, { name: "Almost" }), await opportunityOf(bo, { name: "Just" })];
    await touched(almost, rotDays + 1, slackMs);
    await touched(just, rotDays + 1, -slackMs);
    const rot = async ({ id }: Opportunity) => (await opportunityOperations.get(admin, { id })).rot;
    expect([await rot(almost), await rot(just)]).toEqual(["none", "due"]);
    await sweep();
    expect(await reminders(bo)).toEqual(["opportunityRotting Just"]);
  });

  test("is told once for a stay, however often the clock strikes, and again in its next one", async () => {
    const bo = await workspace.join("member");
    const opportunity = await rottingOpportunity(bo);
    await Promise.all([sweep(), sweep()]);
    await sweep();
    expect(await reminders(bo)).toHaveLength(1);
    const { version } = await opportunityOperations.get(admin, opportunity);
    await moveOpportunity(admin, { id: opportunity.id, version, stageId: stage("Qualified") });
    await touched(opportunity, rotDays + 2);
    await sweep();
    expect(await reminders(bo)).toHaveLength(2);
  });

  test("is not told again in the same stay, however long that is", async () => {
    const bo = await workspace.join("member");
    const opportunity = await rottingOpportunity(bo);
    await sweep();
    await adminQuery("update record_reminders set at = at - interval '40 days' where record_id = $1", [opportunity.id]);
    // The first sweep would forget it, the second one tell of it.
    await sweep();
    await sweep();
    expect(await reminders(bo)).toHaveLength(1);
    await adminQuery("update opportunities set stage_entered_at = now() where id = $1", [opportunity.id]);
    await sweep();
    const [kept] = await adminQuery<{ count: number }>(
      "select count(*)::int as count from record_reminders where record_id = $1",
      [opportunity.id],
    );
    expect(kept).toEqual({ count: 1 });
  });

  test("is no news where it has rotted for more than a week, and in a stage without a limit", async () => {
    const bo = await workspace.join("member");
    const [old, unlimited] = [await opportunityOf(bo, { name: "Old" }), await opportunityOf(bo, { name: "Unlimited" })];
    await touched(old, rotDays + 8, -slackMs);
    const { version } = unlimited;
    await moveOpportunity(admin, { id: unlimited.id, version, stageId: stage("Proposal") });
    await touched(unlimited, rotDays + 1, -slackMs);
    await adminQuery("update stages set rot_days = null where id = $1", [stage("Proposal")]);
    await sweep();
    expect(await reminders(bo)).toEqual([]);
  });

  test("is not told when it is closed or archived", async () => {
    const bo = await workspace.join("member");
    const [won, gone] = [await rottingOpportunity(bo), await rottingOpportunity(bo)];
    await moveOpportunity(admin, { id: won.id, version: won.version, stageId: stage("Closed Won") });
    await touched(won, rotDays + 1, -slackMs);
    await opportunityOperations.archive(admin, { id: gone.id, version: gone.version });
    await sweep();
    expect(await reminders(bo)).toEqual([]);
  });
});

describe("a close date", () => {
  test("is told a week ahead, until the day itself", async () => {
    const bo = await workspace.join("member");
    for (const days of [-1, 0, 7, 8])
      await opportunityOf(bo, { name: `In ${days}`, expectedCloseDate: dayLater(today(), days) });
    await sweep();
    expect((await reminders(bo)).sort()).toEqual(["opportunityClosing In 0", "opportunityClosing In 7"]);
  });

  test("is told once, and again when it changes", async () => {
    const bo = await workspace.join("member");
    const opportunity = await opportunityOf(bo, { expectedCloseDate: dayLater(today(), 3) });
    await sweep();
    await sweep();
    expect(await reminders(bo)).toEqual(["opportunityClosing Bridge"]);
    await opportunityOperations.update(admin, {
      id: opportunity.id,
      version: opportunity.version,
      expectedCloseDate: dayLater(today(), 5),
    });
    await sweep();
    expect(await reminders(bo)).toEqual(["opportunityClosing Bridge", "opportunityClosing Bridge"]);
    const { rows } = await listNotifications(await workspace.as(bo), { type: "opportunityClosing" });
    const says = new Date(dayLater(today(), 5)).toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
    expect(rows[0]?.items[0]).toMatchObject({ detail: says, actor: null, record: "Bridge" });
  });
});

describe("the recipients", () => {
  test("the owner and who follows the opportunity; not who muted it, turned it off, or may not see it", async () => {
    const [bo, cy, mute, off, blind] = await Promise.all(
      ["bo", "cy", "mute", "off", "blind"].map(() => workspace.join("member")),
    );
    if (!bo || !cy || !mute || !off || !blind) throw new Error("Five were to join.");
    const opportunity = await rottingOpportunity(bo);
    const follow = async (member: TestMember, state: "following" | "muted") =>
      setFollow(await workspace.as(member), { entity: "opportunity", recordId: opportunity.id, state });
    for (const one of [cy, off, blind]) await follow(one, "following");
    const muted = await rottingOpportunity(mute, { name: "Muted" });
    await setFollow(await workspace.as(mute), { entity: "opportunity", recordId: muted.id, state: "muted" });
    await setNotificationPreference(await workspace.as(off), {
      type: "opportunityRotting",
      channel: "inApp",
      wanted: false,
    });
    await setVisibility(admin, { entity: "opportunity", level: "own" });
    try {
      await sweep();
      expect(await Promise.all([bo, mute, off, blind].map(reminders))).toEqual([
        ["opportunityRotting Bridge"],
        [],
        [],
        [],
      ]);
    } finally {
      await setVisibility(admin, { entity: "opportunity", level: "everyone" });
    }
    const open = await rottingOpportunity(bo, { name: "Seen" });
    await setFollow(await workspace.as(cy), { entity: "opportunity", recordId: open.id, state: "following" });
    await sweep();
    expect(await reminders(cy)).toEqual(["opportunityRotting Seen"]);
  });

  test("followers of its account are reminded, an owner who muted the account is not", async () => {
    const [bo, cy, mute] = await Promise.all(["bo", "cy", "mute"].map(() => workspace.join("member")));
    if (!bo || !cy || !mute) throw new Error("Three were to join.");
    const { id: accountId } = await accountOperations.create(admin, { name: `Harbour ${randomUUID()}` });
    const follow = async (member: TestMember, state: "following" | "muted") =>
      setFollow(await workspace.as(member), { entity: "account", recordId: accountId, state });
    await follow(cy, "following");
    await follow(mute, "muted");
    await rottingOpportunity(bo, { accountId });
    await opportunityOf(mute, { name: "Pier", accountId, expectedCloseDate: today() });
    await sweep();
    expect(await Promise.all([bo, cy, mute].map(reminders))).toEqual([
      ["opportunityRotting Bridge"],
      ["opportunityClosing Pier", "opportunityRotting Bridge"],
      [],
    ]);
  });

  test("those of one sweep in one line, and nobody of a week that no member has any more", async () => {
    const bo = await workspace.join("member");
    for (const name of ["One", "Two", "Three"]) await rottingOpportunity(bo, { name });
    await sweep(`${today()} Europe/Berlin 540-1020`);
    expect(await reminders(bo)).toEqual([]);
    await sweep();
    const { rows } = await listNotifications(await workspace.as(bo), { type: "opportunityRotting" });
    expect(rows.map(({ count, records }) => ({ count, records }))).toEqual([{ count: 3, records: 3 }]);
  });

  test("each in their own zone and week", async () => {
    const [bo, far] = [await workspace.join("member"), await workspace.join("member")];
    // Kathmandu is a quarter to six ahead of Greenwich; there they work on Sundays.
    const hours = {
      timeZone: "Asia/Kathmandu",
      quiet: true,
      days: [7, 1, 2, 3, 4],
      fromMinute: 600,
      untilMinute: 1080,
    };
    await setHours(await workspace.as(far), hours);
    expect(await slotsAt("2026-11-22T04:14:00Z")).toEqual([]);
    expect(await slotsAt("2026-11-22T04:15:00Z")).toEqual(["2026-11-22 Asia/Kathmandu 600-1080"]);
    const opportunity = await rottingOpportunity(bo);
    await setFollow(await workspace.as(far), { entity: "opportunity", recordId: opportunity.id, state: "following" });
    await sweep();
    expect([await reminders(bo), await reminders(far)]).toEqual([["opportunityRotting Bridge"], []]);
    await sweep(await slotOfMember(far.id, localDay(now, "Asia/Kathmandu")));
    expect([await reminders(bo), await reminders(far)]).toEqual([
      ["opportunityRotting Bridge"],
      ["opportunityRotting Bridge"],
    ]);
    await setWorkingHours(await workspace.as(far), {});
  });

  test("at the start of their working day, and not at the weekend", async () => {
    // Chicago is six hours behind Greenwich in winter; the 20th is a Friday.
    expect(await slotsAt("2026-11-20T14:59:00Z")).toEqual([]);
    expect(await slotsAt("2026-11-20T15:00:00Z")).toEqual(["2026-11-20 America/Chicago 540-1020"]);
    expect(await slotsAt("2026-11-20T23:00:00Z")).toEqual([]);
    expect(await slotsAt("2026-11-21T15:00:00Z")).toEqual([]);
    expect(await slotsAt("2026-11-23T15:00:00Z")).toEqual(["2026-11-23 America/Chicago 540-1020"]);
  });

  test("are looked for only where there is something to remind of, and again when the next day begins", async () => {
    const monday = new Date("2030-11-25T15:00:00Z");
    const next = new Date("2030-11-26T15:00:00Z");
    const due = await remindersDue(workspace.system, monday);
    expect(due).toEqual({ slots: [], next });
    await opportunityOf(null, { name: "Later", expectedCloseDate: "2030-12-02" });
    const slots = [expect.stringMatching(/^2030-11-25 America/)];
    expect(await remindersDue(workspace.system, monday)).toEqual({ slots, next });
  });
});
