import "@/registry/register";
import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { POST } from "@/app/api/unsubscribe/route";
import { dayLater, localDay, weekdayOf } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import type { Ctx } from "@/server/context";
import { signed } from "@/server/crypto";
import { relayOnce } from "@/server/outbox/relay";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import {
  type DigestReader,
  digestBegun,
  digestNow,
  digestReader,
  digestSent,
  digestsOf,
  everyDay,
  minuteOf,
  weekdays,
} from "@/test/digests";
import { anonymous } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { sampled } from "@/test/rounds";
import { notifications } from "../jobs";
import { listNotificationMails } from "../mails/operations/list";
import { openUnsubscribe, unsubscribe } from "../mails/operations/unsubscribe";
import { listNotifications } from "../operations/list";
import { markAllNotifications } from "../operations/mark";
import { setFollow, setNotificationPreference } from "../operations/preferences";
import { digestsDue, queueDigests } from "./operations/due";
import { getDigestTime, setDigestTime } from "./operations/time";

let site: OpportunityWorkspace;
let workspace: TestWorkspace;
beforeAll(async () => {
  site = await opportunityWorkspace();
  ({ workspace } = site);
});

const today = () => localDay(new Date(), "UTC");
const stageId = () => site.pipeline.stages[0]?.id ?? "";
const plan = (ctx: Ctx, name: string, dueOn: string) =>
  activityOperations.create(ctx, { name, kind: "task", dueOn } as never);

describe("what a digest says", () => {
  test("overdue, today, the follow-up list and what happened, each line with its link", async () => {
    const bo = await digestReader(workspace);
    const overdue = await plan(bo.ctx, "Send the offer", dayLater(today(), -3));
    const due = await plan(bo.ctx, "Call Ada", today());
    await plan(bo.ctx, "Later", dayLater(today(), 2));
    const opportunity = await createOpportunity(bo.ctx, { name: "Bridge", stageId: stageId() });
    const followed = await createOpportunity(site.admin, { name: "Tunnel", stageId: stageId() });
    await setFollow(bo.ctx, { entity: "opportunity", recordId: followed.id, state: "following" });
    await opportunityOperations.update(site.admin, {
      id: followed.id,
      version: followed.version,
      expectedCloseDate: dayLater(today(), 30),
    });
    while (await relayOnce(notifications));

    expect(await digestNow(bo)).toMatchObject({ status: "sent", day: today() });
    const [mail, ...more] = await mailsTo(bo.member.email);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("Your day: 1 overdue, 1 due today, 1 to follow up, 1 update");
    const at = (path: string) => `http://localhost:3000/${workspace.tenant.slug}${path}`;
    for (const path of [
      "/today",
      `/activities/${overdue.id}`,
      `/activities/${due.id}`,
      `/opportunities/${opportunity.id}`,
      `/opportunities/${followed.id}`,
    ])
      expect(mail?.links).toContain(at(path));
    expect(mail?.text).not.toContain("Later");
    const { rows } = await listNotificationMails(site.admin, { show: "sent" });
    expect(rows.find(({ member }) => member.id === bo.member.id)).toMatchObject({ kind: "digest", types: [] });
  });

  test("nothing to say sends nothing, once a day, and is no line of the log", async () => {
    const bo = await digestReader(workspace);
    expect(await digestNow(bo)).toMatchObject({ status: "empty", reason: null });
    await queueDigests(workspace.system, new Date());
    expect(await digestsOf(bo)).toHaveLength(1);
    expect(await mailsTo(bo.member.email)).toEqual([]);
    const { rows } = await listNotificationMails(site.admin, { limit: 100 });
    expect(rows.filter(({ member }) => member.id === bo.member.id)).toEqual([]);
  });

  test("an update that the member marked as done in the inbox is in the digest too, once", async () => {
    const bo = await digestReader(workspace);
    const followed = await createOpportunity(site.admin, { name: "Followed", stageId: stageId() });
    await setFollow(bo.ctx, { entity: "opportunity", recordId: followed.id, state: "following" });
    await opportunityOperations.update(site.admin, { id: followed.id, version: followed.version, name: "Renamed" });
    while (await relayOnce(notifications));
    await markAllNotifications(bo.ctx, { as: "done" });
    await digestNow(bo);
    const [mail] = await mailsTo(bo.member.email);
    expect(mail?.subject).toBe("Your day: 1 update");
    expect((await listNotifications(bo.ctx, {})).rows).toEqual([]);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await listNotifications(bo.ctx, { since: later })).rows).toEqual([]);
  });

  test("a record that the member may not see is in no digest", async () => {
    const bo = await digestReader(workspace);
    const hidden = await createOpportunity(site.admin, { name: "Secret", stageId: stageId() });
    await setFollow(bo.ctx, { entity: "opportunity", recordId: hidden.id, state: "following" });
    await opportunityOperations.update(site.admin, { id: hidden.id, version: hidden.version, name: "Secret plan" });
    while (await relayOnce(notifications));
    await adminQuery("update opportunities set archived_at = now() where id = $1", [hidden.id]);
    await plan(bo.ctx, "Call", today());
    await digestNow(bo);
    const [mail] = await mailsTo(bo.member.email);
    expect(mail?.subject).toContain("1 due today");
  });

  test("a close date in the year 9999, and a next step whose owner left, are said as the pages say them", async () => {
    const [bo, cy] = [await digestReader(workspace), await workspace.join("member")];
    const far = await createOpportunity(bo.ctx, { name: "Far", stageId: stageId() });
    await opportunityOperations.update(bo.ctx, {
      id: far.id,
      version: far.version,
      nextStep: "Wait",
      nextStepOn: "2199-12-31",
      nextStepOwnerId: cy.id,
    });
    // Nobody can type it; a file of long ago may have brought it.
    await adminQuery("update opportunities set expected_close_date = '9999-12-31' where id = $1", [far.id]);
    await removeMember(site.admin, { id: cy.id, version: 1 });
    expect(await digestNow(bo)).toMatchObject({ status: "sent" });
    const [mail] = await mailsTo(bo.member.email);
    expect(mail?.subject).toBe("Your day: 1 to follow up");
    expect(mail?.text).toContain(`${cy.name} is no longer a member`);
  });
});

describe("who gets one", () => {
  test("members who can sign in and did not turn it off; not on the day they came", async () => {
    const [bo, off, gone, fresh] = [
      await digestReader(workspace),
      await digestReader(workspace),
      await digestReader(workspace),
      await workspace.join("member"),
    ];
    await setNotificationPreference(off.ctx, { type: "digest", channel: "email", wanted: false });
    await removeMember(site.admin, { id: gone.member.id, version: 1 });
    const waiting = ["placeholder", "invited"].map((status) => ({ status, name: status, nameKey: status }));
    const others = await workspace.system.db.member.createManyAndReturn({
      data: waiting.map((row) => ({ ...row, role: "member", createdAt: new Date("2026-01-01") })),
      select: { id: true },
    });
    await setWorkingHours(await workspace.as(fresh), { own: { zone: "UTC", week: everyDay } });
    const created = new Date();
    const at = minuteOf(created, "UTC");
    for (const { ctx } of [bo, off]) await setDigestTime(ctx, { at });
    await setDigestTime(await workspace.as(fresh), { at });
    await queueDigests(workspace.system, created);
    expect(await digestsOf(bo)).toHaveLength(1);
    for (const id of [off.member.id, gone.member.id, fresh.id, ...others.map((one) => one.id)])
      expect(await digestsOf({ firm: workspace, member: { id } })).toEqual([]);
  });

  test("not who turned it off, or left, between its time and its sending; nor when its day is over", async () => {
    const [off, gone, late] = [
      await digestReader(workspace),
      await digestReader(workspace),
      await digestReader(workspace),
    ];
    for (const one of [off, gone, late]) await plan(one.ctx, "Call", today());
    await digestBegun(off);
    await digestBegun(gone);
    await digestBegun(late);
    await setNotificationPreference(off.ctx, { type: "digest", channel: "email", wanted: false });
    await removeMember(site.admin, { id: gone.member.id, version: 1 });
    await adminQuery("update notification_mails set digest_on = digest_on - 1 where member_id = $1", [late.member.id]);
    expect(await digestSent(off)).toMatchObject({ reason: "The member turned off the morning digest." });
    expect(await digestSent(gone)).toMatchObject({ reason: "The member was removed." });
    expect(await digestSent(late)).toMatchObject({ reason: "Its day had ended before it could be sent." });
    for (const { member } of [off, gone, late]) expect(await mailsTo(member.email)).toEqual([]);
  });

  test("one click in a mail program ends the digest alone", async () => {
    const bo = await digestReader(workspace);
    await plan(bo.ctx, "Call", today());
    await digestNow(bo);
    const [mail] = await mailsTo(bo.member.email);
    const token = signed("mail", JSON.stringify([workspace.tenant.id, bo.member.id]));
    const address = `http://localhost:3000/api/unsubscribe?token=${token}&type=digest`;
    expect(mail?.headers).toMatchObject({
      "list-unsubscribe": `<${address}>`,
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
      "list-id": expect.stringContaining(`digest.${workspace.tenant.slug}.`),
    });
    const click = (url: string) => POST(new Request(url, { method: "POST", body: "List-Unsubscribe=One-Click" }));
    expect((await click(address.replace("digest", "nonsense"))).status).toBe(422);
    const wanted = async () =>
      (await openUnsubscribe(anonymous(), { token })).types.flatMap((one) => (one.wanted ? one.type : []));
    const before = await wanted();
    expect((await click(address)).status).toBe(200);
    expect(await wanted()).toEqual(before.filter((type) => type !== "digest"));
    await unsubscribe(anonymous(), { token, types: ["digest"], wanted: true });
    expect(await wanted()).toEqual(before);
  });
});

/** Follows the clock: asks the job when it said, twice at once, and writes down what it begins. */
async function follow(of: TestWorkspace, from: Date, until: Date): Promise<void> {
  for (let now: Date | null = from; now !== null && now < until; ) {
    const { slots } = await digestsDue(of.system, now);
    if (slots.length > 0) await Promise.all([queueDigests(of.system, now), queueDigests(of.system, now)]);
    const after = await digestsDue(of.system, now);
    expect(after.slots).toEqual([]);
    now = after.next;
  }
}

const changes = [
  ["in spring", "2027-03-08", "2027-04-06"],
  ["in autumn", "2027-09-30", "2027-11-10"],
] as const;

test.each(sampled(changes, "digests", 0))(
  "over daylight saving %s, in three zones, one digest for each day of work",
  async (_season, first, last) => {
    const firm = await testWorkspace();
    const zones = ["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe"];
    // Times that the clocks skip or show twice, and the default.
    const members = await Promise.all(
      zones.flatMap((zone) =>
        [120, 150, 480].map(async (at) => {
          const week = at === 480 ? weekdays : everyDay;
          const one = await digestReader(firm, zone, week);
          await setDigestTime(one.ctx, { at });
          return { ...one, zone, at, lastDay: week === weekdays ? 5 : 7 };
        }),
      ),
    );
    const [from, until] = [new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`)];
    await follow(firm, from, until);
    // The days at both ends are cut in some zones.
    const [second, lastButOne] = [dayLater(first, 1), dayLater(last, -2)];
    const days: string[] = [];
    for (let day = second; day <= lastButOne; day = dayLater(day, 1)) days.push(day);
    for (const { zone, at, lastDay, ...one } of members) {
      const rows = (await digestsOf(one)).filter(({ day }) => day >= second && day <= lastButOne);
      expect(rows.map(({ day }) => day)).toEqual(days.filter((day) => weekdayOf(day) <= lastDay));
      for (const { dueAt, day } of rows) {
        expect(localDay(dueAt, zone)).toBe(day);
        expect(minuteOf(dueAt, zone)).toBeGreaterThanOrEqual(at);
      }
    }
  },
  60_000,
);

describe("a zone", () => {
  const day = "2027-06-09"; // A Wednesday.

  test("that changes never gives two digests for one day", async () => {
    const firm = await testWorkspace();
    const { member, ctx } = await digestReader(firm, "Asia/Tokyo");
    await follow(firm, new Date(`${day}T12:00:00Z`), new Date("2027-06-10T00:00:00Z"));
    // It is the day before in Honolulu, where the digest of that day is still to come.
    await setWorkingHours(ctx, { own: { zone: "Pacific/Honolulu", week: everyDay } });
    await follow(firm, new Date("2027-06-10T00:00:00Z"), new Date("2027-06-13T00:00:00Z"));
    const days = (await digestsOf({ firm, member })).map((row) => row.day);
    expect(new Set(days).size).toBe(days.length);
    expect(days).toEqual(["2027-06-10", "2027-06-11", "2027-06-12"]);
  });

  test("that changes while a digest is due leaves out that day at most", async () => {
    const firm = await testWorkspace();
    const { member, ctx } = await digestReader(firm, "America/Chicago");
    const due = new Date(`${day}T13:00:00Z`);
    expect((await digestsDue(firm.system, due)).slots).toHaveLength(1);
    await setWorkingHours(ctx, { own: { zone: "Asia/Tokyo", week: everyDay } });
    await queueDigests(firm.system, due);
    expect(await digestsOf({ firm, member })).toEqual([]);
    await follow(firm, due, new Date("2027-06-11T12:00:00Z"));
    expect((await digestsOf({ firm, member })).map((row) => row.day)).toEqual(["2027-06-10", "2027-06-11"]);
  });

  test("is one's own in each workspace", async () => {
    const [here, there] = [await testWorkspace(), await testWorkspace()];
    const one = await digestReader(here, "America/Chicago");
    const other = await digestReader(there, "Asia/Tokyo");
    // The same person.
    await adminQuery("update members set user_id = $1 where id = $2", [one.member.userId, other.member.id]);
    for (const firm of [here, there])
      await follow(firm, new Date(`${day}T12:00:00Z`), new Date("2027-06-10T12:00:00Z"));
    const dueAt = async (reader: DigestReader) => (await digestsOf(reader)).map((row) => row.dueAt.toISOString());
    expect(await dueAt(one)).toEqual(["2027-06-09T13:00:00.000Z"]);
    expect(await dueAt(other)).toEqual(["2027-06-09T23:00:00.000Z"]);
  });
});

describe("the time of a digest", () => {
  test("is eight o'clock by default, in the zone of the member, and what is no time is refused", async () => {
    const { ctx } = await digestReader(workspace, "Europe/Berlin");
    expect(await getDigestTime(ctx, {})).toEqual({ at: 480, zone: "Europe/Berlin" });
    for (const at of [-1, 1440, 8.5, Number.NaN, "8:00", null])
      await expect(setDigestTime(ctx, { at } as never)).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await setDigestTime(ctx, { at: 405 })).toEqual({ at: 405, zone: "Europe/Berlin" });
    expect(await getDigestTime(ctx, {})).toEqual({ at: 405, zone: "Europe/Berlin" });
  });

  test("is traced in the settings, once for each change, and leaves the hours as they were", async () => {
    const { member, ctx } = await digestReader(workspace);
    await setDigestTime(ctx, { at: 420 });
    await setDigestTime(ctx, { at: 420 });
    const events = await workspace.system.db.event.findMany({
      where: { name: "notificationPreference.digestTimeChanged", entityId: member.id },
      select: { data: true },
    });
    expect(events).toEqual([{ data: { at: 420 } }]);
    expect(await workspace.system.db.notificationHours.findMany({ where: { memberId: member.id } })).toMatchObject([
      { quiet: true, digestAt: 420 },
    ]);
  });

  test("brought forward to a time that has just passed, it sends today's digest at once, and never a second one", async () => {
    const bo = await digestReader(workspace);
    await digestBegun(bo);
    await setDigestTime(bo.ctx, { at: 0 });
    await queueDigests(workspace.system, new Date());
    expect(await digestsOf(bo)).toHaveLength(1);
  });
});

test("the database holds the time of a digest to a day", async () => {
  const bo = await digestReader(workspace);
  await setDigestTime(bo.ctx, { at: 60 });
  const late = adminQuery("update notification_hours set digest_at = 1440 where member_id = $1", [bo.member.id]);
  await expect(late).rejects.toThrow("notification_hours_digest_at_check");
});
