import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { unseenRecord } from "@/lib/unseen-record";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { getWorkingHours, setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import type { Ctx, Visibility } from "@/server/context";
import { newId } from "@/server/new-id";
import { later, type TestMember } from "@/test/ctx";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { countToday, listToday } from "./operations/list";
import { snoozeItem } from "./operations/snooze";
import type { AgendaScope, AgendaSection } from "./rules";

let site: OpportunityWorkspace;
let admin: Ctx;
beforeAll(async () => {
  site = await opportunityWorkspace();
  admin = site.admin;
});

const zone = "America/Chicago";
const today = () => localDay(new Date(), zone);
const inDays = (days: number) => dayLater(today(), days);
const at = (days: number, hour: number) => momentOfDay(inDays(days), hour * 60, zone).toISOString();

const plan = (name: string, values: object, by = admin) =>
  activityOperations.create(by, { name, kind: "task", ...values } as never);

async function titles(ctx: Ctx, section: AgendaSection, scope: AgendaScope = "mine"): Promise<string[]> {
  return (await listToday(ctx, { section, scope })).rows.map(({ title }) => title);
}

async function everySection(ctx: Ctx, scope: AgendaScope = "mine") {
  const of = (section: AgendaSection) => titles(ctx, section, scope);
  return {
    overdue: await of("overdue"),
    today: await of("today"),
    next7: await of("next7"),
    done: await of("done"),
  };
}

const someone = async (visibility: Record<string, Visibility> = {}) => {
  const member = await site.workspace.join("member");
  return { member, ctx: await site.workspace.as(member, { visibility }) };
};

async function team(members: TestMember[], parentId: string | null = null): Promise<string> {
  const { db } = site.workspace.system;
  const name = `Team ${newId()}`;
  const { id } = await db.team.create({ data: { name, nameKey: name, parentId } });
  for (const { id: memberId } of members) await db.teamMember.create({ data: { teamId: id, memberId } });
  return id;
}

test("each item stands in the section of its day, the first of it first", async () => {
  const { member, ctx } = await someone();
  const mine = { ownerId: member.id };
  await plan("Late call", { ...mine, kind: "call", startsAt: at(-1, 15) });
  await plan("Late day", { ...mine, dueOn: inDays(-3) });
  await plan("Evening", { ...mine, startsAt: at(0, 23) });
  await plan("Morning", { ...mine, startsAt: at(0, 0) });
  await plan("In a week", { ...mine, dueOn: inDays(7) });
  await plan("Tomorrow", { ...mine, startsAt: at(1, 0) });
  await plan("Later", { ...mine, dueOn: inDays(8) });
  await plan("Undated", mine);
  const over = await plan("Over", { ...mine, dueOn: inDays(-1) });
  await activityOperations.update(ctx, { id: over.id, version: over.version, status: "completed" });
  expect(await everySection(ctx)).toEqual({
    overdue: ["Late day", "Late call"],
    today: ["Morning", "Evening"],
    next7: ["Tomorrow", "In a week"],
    done: ["Over"],
  });
  expect(await countToday(ctx, {})).toEqual({
    today: today(),
    timeZone: zone,
    overdue: 2,
    due: 2,
    next7: 2,
    done: 1,
  });
});

test("archived, cancelled and other people's items are left out, and listed colleagues see theirs", async () => {
  const { member, ctx } = await someone();
  const { member: other } = await someone();
  const due = { dueOn: today() };
  await plan("Of somebody else", { ...due, ownerId: other.id });
  await plan("Together", { ...due, ownerId: other.id, participants: [member.id] });
  await plan("Nobody's", { ...due, ownerId: null, participants: [member.id] });
  await plan("Both", { ...due, ownerId: member.id, participants: [member.id] });
  const archived = await plan("Archived", { ...due, ownerId: member.id });
  await activityOperations.archive(admin, { id: archived.id, version: archived.version });
  const off = await plan("Cancelled", { ...due, ownerId: member.id });
  await activityOperations.update(admin, { id: off.id, version: off.version, status: "cancelled" });
  expect((await titles(ctx, "today")).toSorted()).toEqual(["Both", "Nobody's", "Together"]);
});

test("an open opportunity stands at its close date, a closed one and one without a date do not", async () => {
  const { member, ctx } = await someone();
  const [lead, won] = [site.pipeline.stages[0], site.pipeline.stages.find(({ type }) => type === "won")];
  const account = await accountOperations.create(admin, { name: "Northwind" });
  const make = (name: string, expectedCloseDate: string | null, stageId = lead?.id ?? "") =>
    createOpportunity(admin, { name, stageId, ownerId: member.id, accountId: account.id, expectedCloseDate });
  await make("Slipped", inDays(-2));
  await make("Closes today", today());
  await make("Far away", "2199-12-31");
  await make("No date", null);
  await make("Won", inDays(-2), won?.id ?? "");
  expect(await everySection(ctx)).toEqual({ overdue: ["Slipped"], today: ["Closes today"], next7: [], done: [] });
  const { rows } = await listToday(ctx, { section: "today" });
  expect(rows[0]).toMatchObject({
    source: "expectedClose",
    entity: "opportunity",
    label: "Expected close",
    day: today(),
    about: { entity: "account", id: account.id, name: "Northwind" },
    owner: { id: member.id },
    mayEdit: true,
  });
});

test("a written next step stands at its day, for the one who does it, and is gone when its line is empty", async () => {
  const { member, ctx } = await someone();
  const { member: other, ctx: theirs } = await someone();
  const stageId = site.pipeline.stages[0]?.id ?? "";
  const step = { nextStep: "Send the offer", nextStepOn: today() };
  const deal = await createOpportunity(admin, { name: "Bridge", stageId, ownerId: member.id });
  const { version } = await opportunityOperations.update(admin, { id: deal.id, version: deal.version, ...step });
  const ann = await contactOperations.create(admin, { firstName: "Ann", lastName: "Field", ownerId: member.id });
  const late = { nextStep: "Ask for the plan", nextStepOn: inDays(-1), nextStepOwnerId: other.id };
  await contactOperations.update(admin, { id: ann.id, version: ann.version, ...late });
  expect(await everySection(ctx)).toEqual({ overdue: [], today: ["Send the offer"], next7: [], done: [] });
  expect(await titles(theirs, "overdue")).toEqual(["Ask for the plan"]);
  const { rows } = await listToday(ctx, { section: "today" });
  expect(rows[0]).toMatchObject({ source: "nextStep", about: { entity: "opportunity", id: deal.id, name: "Bridge" } });
  // It has no owner of its own: an undo must not give it one.
  expect(rows[0]).toMatchObject({ owner: { id: member.id }, stored: { state: "Send the offer", ownerId: null } });
  await opportunityOperations.update(ctx, { id: deal.id, version, nextStep: null });
  expect(await titles(ctx, "today")).toEqual([]);
});

test("a page that ends between two items of one record goes on with the other one", async () => {
  const { member, ctx } = await someone();
  const stageId = site.pipeline.stages[0]?.id ?? "";
  const due = { expectedCloseDate: today(), nextStep: "Send the contract", nextStepOn: today() };
  const { id, version } = await createOpportunity(admin, { name: "Two items", stageId, ownerId: member.id });
  await opportunityOperations.update(admin, { id, version, ...due });
  const found: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listToday>> = await listToday(ctx, {
      section: "today",
      limit: 1,
      ...(cursor && { cursor }),
    });
    found.push(...page.rows.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  expect(found.toSorted()).toEqual(["Send the contract", "Two items"]);
});

test("a written next step is of its kind of record, and only those who may edit the record may change it", async () => {
  const { member, ctx } = await someone();
  const { member: other, ctx: theirs } = await someone();
  const step = { nextStep: "Send samples", nextStepOn: today(), nextStepOwnerId: other.id };
  const ann = await contactOperations.create(admin, { firstName: "Ann", lastName: "Hill", ownerId: member.id });
  const { version } = await contactOperations.update(admin, { id: ann.id, version: ann.version, ...step });
  const { rows } = await listToday(theirs, { section: "today" });
  expect(rows).toMatchObject([{ entity: "contact", recordId: ann.id, about: { entity: "contact" }, mayEdit: false }]);
  const change = { id: ann.id, version, nextStep: null };
  await expect(contactOperations.update(theirs, change)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await team([member, other]);
  const shared = await listToday(ctx, { section: "today", scope: "teams" });
  expect(shared.rows).toMatchObject([{ title: "Send samples", mayEdit: true }]);
});

test("items show no field that the member may not read", async () => {
  const member = await site.workspace.join("member");
  const stageId = site.pipeline.stages[0]?.id ?? "";
  const due = { expectedCloseDate: today(), nextStep: "Secret step", nextStepOn: today() };
  const { id, version } = await createOpportunity(admin, { name: "Secret close", stageId, ownerId: member.id });
  await opportunityOperations.update(admin, { id, version, ...due });
  await plan("Call", { ownerId: member.id, dueOn: today(), about: [{ entity: "opportunity", id }] });
  const without = async (hiddenFields: Ctx["hiddenFields"]) => {
    const ctx = await site.workspace.as(member, { hiddenFields });
    const { rows } = await listToday(ctx, { section: "today" });
    expect(await countToday(ctx, {})).toMatchObject({ due: rows.length });
    return rows.map(({ title, owner, about }) => [title, owner?.id ?? null, about?.name ?? null]);
  };
  const [call, close, step] = [
    ["Call", member.id, "Secret close"],
    ["Secret close", member.id, null],
    ["Secret step", member.id, "Secret close"],
  ];
  expect(await without({})).toEqual(expect.arrayContaining([call, close, step]));
  expect((await without({ opportunity: ["nextStep"] })).toSorted()).toEqual([call, close]);
  expect((await without({ opportunity: ["nextStepOn", "expectedCloseDate"] })).toSorted()).toEqual([call]);
  const bare = { activity: ["about", "owner"], opportunity: ["nextStep", "owner"] };
  expect((await without(bare)).toSorted()).toEqual([
    ["Call", null, null],
    ["Secret close", null, null],
  ]);
});

test("the days are those of the member's zone", async () => {
  const { member, ctx: before } = await someone();
  const { works } = await getWorkingHours(before, {});
  await setWorkingHours(before, { own: { zone: "Pacific/Kiritimati", week: works.week } });
  const ctx = await later(before);
  const there = localDay(new Date(), "Pacific/Kiritimati");
  await plan("There", { ownerId: member.id, dueOn: there });
  await plan("Day before there", { ownerId: member.id, dueOn: dayLater(there, -1) });
  const midnight = momentOfDay(there, 0, "Pacific/Kiritimati");
  await plan("Midnight there", { ownerId: member.id, startsAt: midnight.toISOString() });
  await plan("Minute before", { ownerId: member.id, startsAt: new Date(midnight.getTime() - 60_000).toISOString() });
  expect(await countToday(ctx, {})).toMatchObject({ today: there, timeZone: "Pacific/Kiritimati" });
  expect((await titles(ctx, "today")).toSorted()).toEqual(["Midnight there", "There"]);
  expect((await titles(ctx, "overdue")).toSorted()).toEqual(["Day before there", "Minute before"]);
});

describe("my teams", () => {
  test("are those of the member and the teams below, each item once", async () => {
    const [me, mate, below, above] = [await someone(), await someone(), await someone(), await someone()];
    const top = await team([above.member]);
    const own = await team([me.member, mate.member], top);
    await team([me.member, mate.member]);
    await team([below.member], own);
    const { id } = await accountOperations.create(admin, { name: "Everybody's" });
    const about = [{ entity: "account", id }];
    for (const { member } of [me, mate, below, above])
      await plan(member.name, { ownerId: member.id, dueOn: today(), about });
    const names = [me, mate, below].map(({ member }) => member.name);
    expect((await titles(me.ctx, "today", "teams")).toSorted()).toEqual(names.toSorted());
    expect(await titles(me.ctx, "today")).toEqual([me.member.name]);
    expect(await countToday(me.ctx, { scope: "teams" })).toMatchObject({ due: 3 });
  });

  test("show nothing that is hidden from the member", async () => {
    const [me, mate] = [await someone({ activity: "own", opportunity: "own" }), await someone()];
    await team([me.member, mate.member]);
    const { id } = await accountOperations.create(admin, { name: "Everybody's" });
    await plan("Hidden", { ownerId: mate.member.id, dueOn: today(), about: [{ entity: "account", id }] });
    await plan("Linked to nothing", { ownerId: mate.member.id, dueOn: today() });
    await createOpportunity(admin, {
      name: "Hidden close",
      stageId: site.pipeline.stages[0]?.id ?? "",
      ownerId: mate.member.id,
      expectedCloseDate: today(),
    });
    expect(await titles(me.ctx, "today", "teams")).toEqual([]);
    expect(await countToday(me.ctx, { scope: "teams" })).toMatchObject({ due: 0 });
  });
});

test("a record that the member may not open has no name and no id", async () => {
  const { member, ctx } = await someone({ account: "own" });
  const { member: other } = await someone();
  const account = await accountOperations.create(admin, { name: "Closed Ltd", ownerId: other.id });
  const about = [{ entity: "account", id: account.id }];
  await plan("Call", { ownerId: member.id, dueOn: today(), about });
  const { rows } = await listToday(ctx, { section: "today" });
  expect(rows[0]?.about).toEqual({ entity: "account", id: null, name: unseenRecord });
});

test("an actor who is no member has no day", async () => {
  await expect(listToday(site.workspace.system, { section: "today" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(countToday(site.workspace.system, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
});

describe("snoozing", () => {
  const snoozed = (
    ctx: Ctx,
    { id, version }: { id: string; version: number },
    to: { day: string } | { startsAt: string },
  ) => snoozeItem(ctx, { source: "activity", entity: "activity", id, version, to });

  test("moves an item to a later time, as its own edit does", async () => {
    const { member, ctx } = await someone();
    const made = await plan("Call", { ownerId: member.id, dueOn: today() });
    const { version } = await snoozed(ctx, made, { day: inDays(3) });
    expect(await activityOperations.get(ctx, { id: made.id })).toMatchObject({
      dueOn: inDays(3),
      version,
      reschedules: 1,
    });
    const startsAt = new Date(Date.now() + 3_600_000).toISOString();
    await snoozed(ctx, { id: made.id, version }, { startsAt });
    expect(await activityOperations.get(ctx, { id: made.id })).toMatchObject({ dueOn: null, startsAt });
    await expect(snoozed(ctx, made, { day: inDays(4) })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is refused to the past, by the day of the member, with a clear text", async () => {
    const { member, ctx } = await someone();
    const made = await plan("Call", { ownerId: member.id, dueOn: today() });
    const past = /in the past/;
    await expect(snoozed(ctx, made, { day: inDays(-1) })).rejects.toThrow(past);
    await expect(snoozed(ctx, made, { startsAt: new Date(Date.now() - 1000).toISOString() })).rejects.toThrow(past);
    expect(await activityOperations.get(ctx, { id: made.id })).toMatchObject({ dueOn: today(), version: made.version });
    await snoozed(ctx, made, { day: today() });
  });

  test("is refused for records that the member may not edit, and for items that there are not", async () => {
    const { member, ctx } = await someone();
    const { member: other, ctx: theirs } = await someone();
    const made = await plan("Call", { ownerId: member.id, dueOn: today() });
    const hidden = { ...made, id: newId() };
    await expect(snoozed(theirs, hidden, { day: inDays(1) })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const given = { nextStep: "Call", nextStepOn: today(), nextStepOwnerId: other.id };
    const ann = await contactOperations.create(admin, {
      firstName: "Ann",
      lastName: "Hill",
      ownerId: member.id,
      ...given,
    });
    const step = { source: "nextStep", entity: "contact", id: ann.id, version: ann.version, to: { day: inDays(1) } };
    await expect(snoozeItem(theirs, step)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await snoozeItem(ctx, step);
    const none = { source: "nextStep", entity: "activity", id: made.id, version: 1, to: { day: inDays(1) } };
    await expect(snoozeItem(ctx, none)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stageId = site.pipeline.stages[0]?.id ?? "";
    const deal = await createOpportunity(admin, {
      name: "Deal",
      stageId,
      ownerId: member.id,
      expectedCloseDate: today(),
    });
    const close = { source: "expectedClose", entity: "opportunity", id: deal.id, version: deal.version };
    const startsAt = new Date(Date.now() + 3_600_000).toISOString();
    await expect(snoozeItem(ctx, { ...close, to: { startsAt } })).rejects.toThrow("Choose a day");
    const blind = await site.workspace.as(member, { hiddenFields: { activity: ["dueOn"] } });
    await expect(snoozed(blind, made, { day: inDays(1) })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("the kinds of record that a member may not view have no items", async () => {
  const { member, ctx } = await someone();
  await plan("Call", { ownerId: member.id, dueOn: today() });
  const without = await site.workspace.as(member, {
    grants: [{ permission: "activity:view", effect: "deny" }] as never,
  });
  expect([await titles(ctx, "today"), await titles(without, "today")]).toEqual([["Call"], []]);
  expect(await countToday(without, {})).toMatchObject({ due: 0 });
});
