import "@/registry/operations";
import pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { localDay } from "@/lib/working-time";
import { accountOperations } from "@/modules/crm/accounts/operations";
import {
  bulkOpportunities,
  createOpportunity,
  opportunityOperations,
} from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import type { Opportunity } from "@/modules/crm/opportunities/schema";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import { importEvents } from "@/modules/platform/data/imports/events";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx, Visibility } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { relayOnce } from "@/server/outbox/relay";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace as dealWorkspace } from "@/test/opportunities";
import { forgetNotifications, notifications } from "./jobs";
import { forgetOld } from "./operations/forget";
import { countNotifications, listNotifications } from "./operations/list";
import { markAllNotifications, markNotifications, snoozeNotifications } from "./operations/mark";
import { getFollow, setFollow, setNotificationPreference } from "./operations/preferences";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
beforeAll(async () => {
  ({ workspace, admin, pipeline } = await dealWorkspace());
});

/** Delivers as the relay does until nothing waits. */
async function relayed(): Promise<void> {
  while (await relayOnce(notifications));
}

/** Their inbox, in short: type and record of each group's newest. */
async function inboxOf(member: TestMember, show?: "unread" | "snoozed" | "done"): Promise<string[]> {
  await relayed();
  const { rows } = await listNotifications(await workspace.as(member), { show });
  return rows.map(({ items: [newest] }) => `${newest?.type} ${newest?.record}`);
}

const stage = (name: string) => {
  const found = pipeline.stages.find((one) => one.name === name);
  if (!found) throw new Error(`There is no stage ${name}.`);
  return found.id;
};
const newBridge = (owner: TestMember | null, name = "Bridge", accountId: string | null = null) =>
  createOpportunity(admin, { name, stageId: stage("Lead"), ownerId: owner?.id ?? null, accountId });
const move = (bridge: Pick<Opportunity, "id" | "version">, to: string, by = admin) =>
  moveOpportunity(by, { id: bridge.id, version: bridge.version, stageId: stage(to) });
const visible = async (level: Visibility) => {
  await setVisibility(admin, { entity: "opportunity", level });
};
const clear = async (member: TestMember) => {
  await relayed();
  await markAllNotifications(await workspace.as(member), { as: "done" });
};

describe("the recipients", () => {
  test("the new owner of an opportunity, about it and about later changes by others", async () => {
    const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
    const bridge = await newBridge(bo);
    expect(await inboxOf(bo)).toEqual(["opportunityAssigned Bridge"]);
    const moved = await move(bridge, "Qualified", await workspace.as(bo));
    expect(await inboxOf(bo)).toEqual(["opportunityAssigned Bridge"]);
    await move(moved, "Proposal");
    expect(await inboxOf(bo)).toEqual(["opportunityStageChanged Bridge"]);
    const { rows } = await listNotifications(await workspace.as(bo), {});
    expect(rows[0]).toMatchObject({ count: 2, unread: 2, records: 1, done: false, snoozedUntil: null });
    expect(rows[0]?.items[0]).toMatchObject({ detail: "Proposal", actor: { id: admin.member?.id } });
    expect(await inboxOf(cy)).toEqual([]);
  });

  test("only the last owner after two reassignments, and with the outcome of a closed opportunity", async () => {
    const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
    const bridge = await newBridge(null);
    const one = await opportunityOperations.update(admin, { id: bridge.id, version: bridge.version, ownerId: bo.id });
    const two = await opportunityOperations.update(admin, { id: bridge.id, version: one.version, ownerId: cy.id });
    expect([await inboxOf(bo), await inboxOf(cy)]).toEqual([[], ["opportunityAssigned Bridge"]]);
    await moveOpportunity(admin, { id: bridge.id, version: two.version, stageId: stage("Closed Won") });
    const { rows } = (await inboxOf(cy)) && (await listNotifications(await workspace.as(cy), {}));
    expect(rows[0]?.items.map(({ type }) => type)).toEqual(["opportunityWon", "opportunityAssigned"]);
  });

  test("the new owner of an account, and its followers about its opportunities", async () => {
    const [bo, di] = [await workspace.join("member"), await workspace.join("member")];
    const account = await accountOperations.create(admin, { name: "Northwind" });
    await accountOperations.update(admin, { id: account.id, version: account.version, ownerId: bo.id });
    await setFollow(await workspace.as(di), { entity: "account", recordId: account.id, state: "following" });
    const bridge = await newBridge(null, "Tunnel", account.id);
    await move(bridge, "Qualified");
    expect([await inboxOf(bo), await inboxOf(di)]).toEqual([
      ["accountAssigned Northwind"],
      ["opportunityStageChanged Tunnel", "accountChanged Northwind"],
    ]);
  });

  test("not who muted the record, and again who no longer mutes it", async () => {
    const bo = await workspace.join("member");
    const theirs = await workspace.as(bo);
    const bridge = await newBridge(bo);
    await clear(bo);
    const record = { entity: "opportunity", recordId: bridge.id } as const;
    expect(await setFollow(theirs, { ...record, state: "muted" })).toEqual({ state: "muted", reason: null });
    const moved = await move(bridge, "Qualified");
    expect(await inboxOf(bo)).toEqual([]);
    await setFollow(theirs, { ...record, state: "none" });
    expect(await getFollow(theirs, record)).toEqual({ state: "none", reason: null });
    await move(moved, "Proposal");
    expect(await inboxOf(bo)).toEqual(["opportunityStageChanged Bridge"]);
  });

  test("not who turned the type off, until it is on again; the default is kept as no row", async () => {
    const bo = await workspace.join("member");
    const theirs = await workspace.as(bo);
    const choice = { type: "opportunityAssigned", channel: "inApp" } as const;
    const grid = await setNotificationPreference(theirs, { ...choice, wanted: false });
    expect(grid.filter((one) => one.wanted !== one.byDefault)).toMatchObject([{ ...choice, byDefault: true }]);
    await newBridge(bo);
    expect(await inboxOf(bo)).toEqual([]);
    await setNotificationPreference(theirs, { ...choice, wanted: true });
    expect(await theirs.db.notificationPreference.count({ where: { memberId: bo.id } })).toBe(0);
    await newBridge(bo, "Tunnel");
    expect(await inboxOf(bo)).toEqual(["opportunityAssigned Tunnel"]);
  });

  test("the requester of an import is notified of its end", async () => {
    const bo = await workspace.join("manager");
    const theirs = await workspace.as(bo);
    const run = await theirs.db.import.create({
      data: { status: "done", createdById: bo.id, askedById: bo.id, totals: [], requestId: "test" },
    });
    await inTransaction(theirs, async (ctx) =>
      emit(ctx, importEvents.finished, { id: run.id, data: { created: 1200, updated: 0, errors: 1 } }),
    );
    await relayed();
    const { rows } = await listNotifications(theirs, {});
    expect(rows[0]?.items[0]).toMatchObject({
      type: "importFinished",
      detail: "Records: 1,200 created, 0 updated. Rows with errors: 1",
    });
  });
});

describe("members get no notification about records that are hidden from them", () => {
  test.each([
    ["everyone", ["stranger", "mate", "viewer"]],
    ["team", ["mate", "viewer"]],
    ["own", []],
  ] satisfies [Visibility, string[]][])("%s", async (level, expected) => {
    const owner = await workspace.join("member");
    const people = {
      stranger: await workspace.join("member"),
      mate: await workspace.join("member"),
      viewer: await workspace.join("viewer"),
    };
    const { db } = workspace.system;
    const team = await db.team.create({ data: { name: `Team ${owner.id}`, nameKey: `team ${owner.id}` } });
    for (const { id } of [owner, people.mate, people.viewer])
      await db.teamMember.create({ data: { teamId: team.id, memberId: id } });
    const bridge = await newBridge(owner);
    for (const member of Object.values(people))
      await setFollow(await workspace.as(member), { entity: "opportunity", recordId: bridge.id, state: "following" });
    await relayed();
    // Chosen after the event, before its delivery.
    await move(bridge, "Qualified");
    await visible(level);
    try {
      await relayed();
    } finally {
      await visible("everyone");
    }
    const notified = [];
    for (const [name, member] of Object.entries(people)) if ((await inboxOf(member)).length > 0) notified.push(name);
    expect(notified).toEqual(expected);
  });

  test("a notification shows nothing of a record that was hidden later", async () => {
    const [owner, di] = [await workspace.join("member"), await workspace.join("member")];
    const bridge = await newBridge(owner, "Secret bridge");
    const theirs = await workspace.as(di);
    await setFollow(theirs, { entity: "opportunity", recordId: bridge.id, state: "following" });
    await move(bridge, "Qualified");
    expect(await inboxOf(di)).toEqual(["opportunityStageChanged Secret bridge"]);
    const hidden = await workspace.as(di, { visibility: { opportunity: "own" } });
    const { rows } = await listNotifications(hidden, {});
    expect(rows[0]?.items[0]).toMatchObject({ record: null, detail: null });
    await expect(
      setFollow(hidden, { entity: "opportunity", recordId: bridge.id, state: "muted" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await getFollow(theirs, { entity: "opportunity", recordId: bridge.id })).toMatchObject({
      state: "following",
    });
  });

  test("a member who was removed in the meantime gets no notification", async () => {
    const [bo, gone] = [await workspace.join("member"), await workspace.join("member")];
    const bridge = await newBridge(bo);
    await setFollow(await workspace.as(gone), { entity: "opportunity", recordId: bridge.id, state: "following" });
    await move(bridge, "Qualified");
    await removeMember(admin, { id: gone.id, version: 1 });
    await relayed();
    expect(await admin.db.notification.count({ where: { memberId: gone.id } })).toBe(0);
    expect(await inboxOf(bo)).toEqual(["opportunityStageChanged Bridge"]);
  });

  test("members of a workspace that was suspended in the meantime get no notification", async () => {
    const own = await dealWorkspace();
    const bo = await own.workspace.join("member");
    const lead = own.pipeline.stages[0];
    await createOpportunity(own.admin, { name: "Bridge", stageId: lead?.id ?? "", ownerId: bo.id });
    await adminQuery("update tenants set status = 'suspended' where id = $1", [own.workspace.tenant.id]);
    await relayed();
    expect(await own.admin.db.notification.count({})).toBe(0);
  });
});

test("an event that is delivered again tells nobody again", async () => {
  const bo = await workspace.join("member");
  await newBridge(bo);
  expect(await inboxOf(bo)).toEqual(["opportunityAssigned Bridge"]);
  await clear(bo);
  await adminQuery(
    "update event_deliveries set delivered_at = null, due_at = now() - interval '1 second' where consumer = 'notifications' and tenant_id = $1",
    [workspace.tenant.id],
  );
  expect(await inboxOf(bo)).toEqual([]);
  expect(await admin.db.notification.count({ where: { memberId: bo.id } })).toBe(1);
  // Taken as delivered, not refused by the key.
  expect(await admin.db.eventDelivery.count({ where: { consumer: "notifications", deliveredAt: null } })).toBe(0);
});

test("the number of statements of a delivery grows neither with its events nor with the members whom it tells", async () => {
  const own = await dealWorkspace();
  await setVisibility(own.admin, { entity: "opportunity", level: "team" });
  const account = await accountOperations.create(own.admin, { name: "Northwind" });
  const stageId = own.pipeline.stages[0]?.id ?? "";
  const followers = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const theirs = await own.workspace.as(await own.workspace.join(n % 2 ? "manager" : "admin"));
      await setFollow(theirs, { entity: "account", recordId: account.id, state: "following" });
      await setNotificationPreference(theirs, { type: "opportunityStageChanged", channel: "email", wanted: true });
    }
  };
  /** Statements of one delivery of that many moves. */
  const notified = async (moves: number) => {
    await relayed();
    for (let n = 0; n < moves; n++) {
      const input = { name: `Opportunity ${n}`, stageId, accountId: account.id, ownerId: null };
      const bridge = await createOpportunity(own.admin, input);
      await moveOpportunity(own.admin, { id: bridge.id, version: 1, stageId: own.pipeline.stages[1]?.id ?? "" });
    }
    const query = vi.spyOn(pg.Client.prototype, "query");
    await relayed();
    const texts = query.mock.calls.map(([config]) => String((config as { text?: string }).text ?? config));
    query.mockRestore();
    return texts.filter((text) => /notification|members|record_follows|opportunities/.test(text)).length;
  };
  await followers(2);
  const few = await notified(1);
  await followers(10);
  const many = await notified(8);
  const rows = await adminQuery<{ notified: number }>(
    "select count(*)::int as notified from notifications where tenant_id = $1 and type = 'opportunityStageChanged'",
    [own.workspace.tenant.id],
  );
  expect(rows).toEqual([{ notified: 2 * 1 + 12 * 8 }]);
  expect(few).toBeGreaterThan(5);
  expect(many).toBe(few);
});

test("one act on many records is one line of the inbox", async () => {
  const bo = await workspace.join("member");
  const opportunities = [await newBridge(null, "One"), await newBridge(null, "Two"), await newBridge(null, "Three")];
  await bulkOpportunities(admin, {
    ids: opportunities.map(({ id }) => id),
    action: { type: "edit", ownerId: bo.id },
  });
  await relayed();
  const theirs = await workspace.as(bo);
  const { rows } = await listNotifications(theirs, {});
  expect(rows).toMatchObject([{ count: 3, records: 3, unread: 3 }]);
  expect(await countNotifications(theirs, {})).toEqual({ unread: 1, nextAt: null });
});

describe("an inbox", () => {
  test("counts what is unread, and takes read, done and snoozed apart", async () => {
    const bo = await workspace.join("member");
    const theirs = await workspace.as(bo);
    for (const name of ["One", "Two", "Three"]) await newBridge(bo, name);
    expect(await inboxOf(bo)).toEqual([
      "opportunityAssigned Three",
      "opportunityAssigned Two",
      "opportunityAssigned One",
    ]);
    const { rows } = await listNotifications(theirs, {});
    const [three, two] = rows.map(({ ids }) => ids);
    if (!three || !two) throw new Error("Nothing was notified.");
    expect((await countNotifications(theirs, {})).unread).toBe(3);

    await markNotifications(theirs, { ids: three, as: "read" });
    expect((await countNotifications(theirs, {})).unread).toBe(2);
    expect(await inboxOf(bo, "unread")).toEqual(["opportunityAssigned Two", "opportunityAssigned One"]);
    await markNotifications(theirs, { ids: three, as: "done" });
    expect(await inboxOf(bo, "done")).toEqual(["opportunityAssigned Three"]);
    expect(await markNotifications(theirs, { ids: three, as: "done" })).toEqual({ changed: 0 });
    await markNotifications(theirs, { ids: three, as: "undone" });
    expect(await inboxOf(bo)).toHaveLength(3);

    const until = new Date(Date.now() + 3_600_000).toISOString();
    await snoozeNotifications(theirs, { ids: two, until });
    expect(await inboxOf(bo)).toEqual(["opportunityAssigned Three", "opportunityAssigned One"]);
    expect(await inboxOf(bo, "snoozed")).toEqual(["opportunityAssigned Two"]);
    expect(await countNotifications(theirs, {})).toEqual({ unread: 1, nextAt: until });
    await adminQuery("update notifications set shown_from = now() where id = any($1)", [two]);
    expect(await inboxOf(bo)).toEqual([
      "opportunityAssigned Two",
      "opportunityAssigned Three",
      "opportunityAssigned One",
    ]);

    const past = new Date(Date.now() - 1000).toISOString();
    await expect(snoozeNotifications(theirs, { ids: two, until: past })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await markAllNotifications(theirs, { as: "done", type: "opportunityWon" })).toEqual({ changed: 0 });
    expect(await markAllNotifications(theirs, { as: "done" })).toEqual({ changed: 3 });
    expect(await inboxOf(bo)).toEqual([]);
  });

  test("pages by keyset: each group once", async () => {
    const bo = await workspace.join("member");
    const theirs = await workspace.as(bo);
    for (const name of ["One", "Two", "Three"]) await newBridge(bo, name);
    await relayed();
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await listNotifications(theirs, { limit: 1, cursor });
      seen.push(...page.rows.map(({ items: [newest] }) => newest?.record));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(["Three", "Two", "One"]);
    await expect(listNotifications(theirs, { cursor: "x" })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("is its member's alone: nobody else reads or marks it, not even the workspace's owner", async () => {
    const bo = await workspace.join("member");
    await newBridge(bo);
    await relayed();
    const { rows } = await listNotifications(await workspace.as(bo), {});
    const ids = rows[0]?.ids ?? [];
    const owner = await workspace.role("owner");
    expect((await listNotifications(owner, {})).rows).toEqual([]);
    await expect(markNotifications(owner, { ids, as: "done" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await expect(snoozeNotifications(owner, { ids, until })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await inboxOf(bo, "unread")).toEqual(["opportunityAssigned Bridge"]);
  });
});

test("old notifications are deleted, done ones sooner; a snoozed one counts from its return", async () => {
  const own = await dealWorkspace();
  const bo = await own.workspace.join("member");
  const stageId = own.pipeline.stages[0]?.id ?? "";
  for (const name of ["old", "young", "done long ago", "done", "snoozed"])
    await createOpportunity(own.admin, { name, stageId, ownerId: bo.id });
  await relayed();
  const ages: [string, string][] = [
    ["old", "shown_from = now() - interval '181 days'"],
    ["young", "shown_from = now() - interval '179 days'"],
    ["done long ago", "done_at = now() - interval '31 days'"],
    ["done", "done_at = now() - interval '29 days'"],
    ["snoozed", "at = now() - interval '181 days', shown_from = now() + interval '1 day'"],
  ];
  for (const [name, set] of ages)
    await adminQuery(
      `update notifications n set ${set} from opportunities o where o.id = n.record_id and o.name = $1`,
      [name],
    );
  const { system } = own.workspace;
  // A zone where it is past three now.
  const timeZone = new Date().getUTCHours() > 3 ? "UTC" : "Etc/GMT+12";
  const at = { ...system, tenant: { ...system.tenant, timeZone } };
  const due = async () => (await forgetNotifications.due?.(at, new Date()))?.slots;
  expect(await due()).toEqual([localDay(new Date(), timeZone)]);
  expect(await forgetOld(system, new Date())).toBe(2);
  expect(await due()).toEqual([]);
  const left = await adminQuery<{ name: string }>(
    "select o.name from notifications n join opportunities o on o.id = n.record_id where n.tenant_id = $1 order by 1",
    [own.workspace.tenant.id],
  );
  expect(left.map(({ name }) => name)).toEqual(["done", "snoozed", "young"]);
});
