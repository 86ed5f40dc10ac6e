import "@/registry/register";
import { expect, test } from "vitest";
import type { NounEntity } from "@/lib/nouns/all";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { productCategoryOperations } from "@/modules/crm/product-categories/operations";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import type { Ctx, Visibility } from "@/server/context";
import { later, type TestMember, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { eraseEverywhere } from "@/test/erase-person";
import { FeedReader } from "@/test/feed-reader";
import { hold } from "@/test/hold";
import { statementsOf } from "@/test/plans";
import { forgetExits, forgetFrom } from "./operations/forget";
import { listRecordChanges } from "./operations/list";

async function firm(visibility: Partial<Record<NounEntity, Visibility>> = {}) {
  const workspace = await testWorkspace();
  const [boss, bo] = [await workspace.join("admin"), await workspace.join("member")];
  const as = (member: TestMember, more: object = {}) => workspace.as(member, { visibility, ...more });
  return { workspace, boss, bo, admin: await as(boss), reader: await as(bo), as };
}

const accountOf = async (ctx: Ctx, name: string, ownerId: string | null) =>
  await accountOperations.create(ctx, { name, ownerId });

interface Call {
  about?: string;
  ownerId: string | null;
  creatorId?: string;
  participants?: string[];
}

/** A call with such people, about an account or nothing. */
async function callOf(ctx: Ctx, { about, ownerId, creatorId, participants = [] }: Call): Promise<string> {
  const linked = about === undefined ? [] : [{ entity: "account", id: about }];
  const { id } = await activityOperations.create(ctx, { kind: "call", name: "A call", about: linked } as never);
  await adminQuery("update activities set owner_id = $2, creator_id = $3, participants = $4 where id = $1", [
    ...[id, ownerId, creatorId ?? ownerId, JSON.stringify(participants)],
  ]);
  return id;
}

const deleteCalls = async (ids: readonly string[]) =>
  await adminQuery("delete from activities where id = any($1)", [ids]);

test("begins now, and gives what changed since then once for each record, with tombstones of deleted ones", async () => {
  const { admin, boss } = await firm();
  await accountOf(admin, "Before", boss.id);
  const feed = await new FeedReader(["account"]).start(admin);
  const [kept, gone] = [await accountOf(admin, "Kept", boss.id), await accountOf(admin, "Gone", boss.id)];
  await accountOperations.update(admin, { id: kept.id, version: 1, name: "Kept on" });
  await accountOperations.delete(admin, { id: gone.id, version: 1 });
  await feed.catchUp(admin);
  expect(feed.copy.get(kept.id)).toMatchObject({ name: "Kept on", version: 2 });
  expect([feed.copy.size, feed.removed]).toEqual([2, [gone.id]]);
  expect(await feed.follow(admin)).toBe(0);
});

test("gives ids alone by choice, of the kinds that are asked for, and all that the caller sees without a choice", async () => {
  const { admin } = await firm();
  const all = await listRecordChanges(admin, {});
  const accounts = await listRecordChanges(admin, { nouns: "account", content: "ids" });
  const account = await accountOf(admin, "One", null);
  const contact = await contactOperations.create(admin, { name: "Ann" });
  const page = async (cursor: string) =>
    (await listRecordChanges(admin, { cursor, content: "ids" })).rows.map(({ noun, id, record }) => [noun, id, record]);
  await expect.poll(() => page(accounts.nextCursor)).toEqual([["account", account.id, null]]);
  await expect
    .poll(() => page(all.nextCursor))
    .toEqual([
      ["account", account.id, null],
      ["contact", contact.id, null],
    ]);
  expect(all.nouns).toContain("task");
});

test("gives at most 1,000 changes in a page", async () => {
  const { admin } = await firm();
  const { nextCursor: cursor } = await listRecordChanges(admin, { nouns: "account", content: "ids" });
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, 'Firm ' || n, 'firm ' || n, now() from generate_series(1, 1001) n`,
    [admin.tenant.id],
  );
  const page = async (limit: number) => await listRecordChanges(admin, { cursor, limit, content: "ids" });
  await expect.poll(async () => (await page(1_000)).rows.length).toBe(1_000);
  expect((await page(1_000)).more).toBe(true);
  await expect(page(1_001)).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "limit" }] } });
});

test("never skips a change that is committed after later ones", async () => {
  const { admin } = await firm();
  const [slow, quick] = [await accountOf(admin, "Slow", null), await accountOf(admin, "Quick", null)];
  const feed = await new FeedReader(["account"], { limit: 1 }).start(admin);
  await using held = await hold(`update accounts set name = 'Slower', version = 2 where id = '${slow.id}'`);
  await accountOperations.update(admin, { id: quick.id, version: 1, name: "Quicker" });
  const last = await accountOf(admin, "Last", null);
  await feed.follow(admin);
  expect(feed.copy.get(slow.id)).toMatchObject({ name: "Slow" });
  await held.release();
  await feed.catchUp(admin);
  expect([slow, quick, last].map(({ id }) => feed.copy.get(id)?.name)).toEqual(["Slower", "Quicker", "Last"]);
});

test("gives a tombstone to who no longer sees a record, and to nobody who never saw it", async () => {
  const { admin, boss, bo, reader, workspace, as } = await firm({ account: "own" });
  const stranger = await as(await workspace.join("member"));
  const mine = await accountOf(admin, "Mine", bo.id);
  const [feed, other] = [
    await new FeedReader(["account"]).start(reader),
    await new FeedReader(["account"]).start(stranger),
  ];
  const hidden = await accountOf(admin, "Hidden", boss.id);
  await accountOperations.delete(admin, { id: hidden.id, version: 1 });
  await accountOperations.update(admin, { id: mine.id, version: 1, ownerId: boss.id });
  await feed.catchUp(reader);
  await other.catchUp(stranger);
  expect([feed.copy.size, feed.removed, other.removed]).toEqual([0, [mine.id], []]);
  await accountOperations.update(admin, { id: mine.id, version: 2, ownerId: bo.id });
  await feed.catchUp(reader);
  expect([...feed.copy.keys()]).toEqual([mine.id]);
});

test("follows what is seen through an account that is handed over, page by page", async () => {
  const { admin, boss, bo, reader } = await firm({ account: "own", activity: "everyone" });
  const account = await accountOf(admin, "Firm", boss.id);
  const about = [{ entity: "account", id: account.id }];
  const calls = [];
  for (let at = 0; at < 5; at++)
    calls.push(await activityOperations.create(admin, { kind: "call", name: `Call ${at}`, about } as never));
  const feed = await new FeedReader(["account", "activity"], { limit: 2 }).start(reader);
  expect(feed.copy.size).toBe(0);
  await accountOperations.update(admin, { id: account.id, version: 1, ownerId: bo.id });
  await feed.catchUp(reader);
  expect(feed.copy.size).toBe(6);
  await accountOperations.update(admin, { id: account.id, version: 2, ownerId: boss.id });
  await feed.catchUp(reader);
  expect([feed.copy.size, new Set(feed.removed).size]).toEqual([0, 6]);
  await accountOperations.update(admin, { id: account.id, version: 3, ownerId: bo.id });
  await feed.catchUp(reader);
  const [first] = calls;
  await activityOperations.update(admin, { id: first?.id ?? "", version: 1, about: [] } as never);
  await feed.catchUp(reader);
  expect([feed.copy.size, feed.removed.at(-1)]).toEqual([5, first?.id]);
});

test("a deleted activity is removed for who saw it: through its record, as its maker, or as one of its people", async () => {
  const { admin, boss, bo, reader, workspace, as } = await firm({ account: "own", activity: "everyone" });
  const [stranger, eve] = [await as(await workspace.join("member")), await workspace.join("member")];
  const blind = await as(eve, { grants: [{ permission: "account:view", effect: "deny" }] });
  const [seen, hidden] = [await accountOf(admin, "Seen", bo.id), await accountOf(admin, "Hidden", boss.id)];
  const ownerId = boss.id;
  const mine = [
    await callOf(admin, { about: seen.id, ownerId }),
    await callOf(admin, { ownerId, creatorId: bo.id }),
    await callOf(admin, { ownerId, participants: [bo.id] }),
  ];
  const { id: unread } = await accountOf(admin, "Unread", eve.id);
  const others = [
    await callOf(admin, { about: hidden.id, ownerId }),
    await callOf(admin, { about: unread, ownerId }),
    await callOf(admin, { ownerId: eve.id, creatorId: eve.id }),
  ];
  const readers = [reader, stranger, blind, admin];
  const feeds = await Promise.all(readers.map((one) => new FeedReader(["activity"]).start(one)));
  expect([...(feeds[0]?.copy.keys() ?? [])].toSorted()).toEqual(mine.toSorted());
  const all = [...mine, ...others];
  await deleteCalls(all);
  await feeds[3]?.catchUp(admin);
  for (const [place, one] of readers.entries()) await feeds[place]?.follow(one);
  const told = [mine, [], others.slice(2), all];
  expect(feeds.map(({ removed }) => removed.toSorted())).toEqual(told.map((ids) => ids.toSorted()));
});

test("follows the people and links of activities, whatever program changes them", async () => {
  const { admin, boss, bo, reader, workspace, as } = await firm({ account: "own", activity: "everyone" });
  const stranger = await as(await workspace.join("member"));
  const [seen, hidden] = [await accountOf(admin, "Seen", bo.id), await accountOf(admin, "Hidden", boss.id)];
  const ownerId = boss.id;
  const [owned, made, named, moved, linked, gained] = [
    await callOf(admin, { ownerId: bo.id, creatorId: boss.id }),
    await callOf(admin, { ownerId, creatorId: bo.id }),
    await callOf(admin, { ownerId, participants: [bo.id] }),
    await callOf(admin, { about: seen.id, ownerId }),
    await callOf(admin, { ownerId, creatorId: bo.id }),
    await callOf(admin, { ownerId }),
  ];
  const feed = await new FeedReader(["activity"]).start(reader);
  const other = await new FeedReader(["activity"]).start(stranger);
  expect([feed.copy.size, other.copy.size]).toEqual([5, 0]);
  await adminQuery("update activities set owner_id = creator_id where id = $1", [owned]);
  await adminQuery("update activities set creator_id = owner_id where id = $1", [made]);
  await adminQuery("update activities set participants = '[]' where id = $1", [named]);
  await adminQuery("update record_links set to_id = $2 where from_id = $1", [moved, hidden.id]);
  await adminQuery(
    `insert into record_links (id, tenant_id, from_entity, from_id, field, position, to_entity, to_id)
     select gen_random_uuid(), $1, 'activity', n.id, 'about', 0, 'account', n.account
     from unnest($2::uuid[], $3::uuid[]) as n (id, account)`,
    [admin.tenant.id, [linked, gained], [hidden.id, seen.id]],
  );
  await feed.catchUp(reader);
  await other.follow(stranger);
  expect([...feed.copy.keys()]).toEqual([gained]);
  expect(new Set(feed.removed)).toEqual(new Set([owned, made, named, moved, linked]));
  expect(other.removed).toEqual([]);
});

test("of activities that the setting shows to teams, only their members hear that one is gone", async () => {
  const { admin, boss, bo, workspace, as } = await firm();
  const mate = await workspace.join("member");
  const alone = await as(bo, { visibility: { activity: "team" } });
  const reader: Ctx = { ...alone, peers: { sees: [bo.id, mate.id], edits: [bo.id] } };
  const viewer = await as(await workspace.join("viewer"), { visibility: { activity: "own", account: "own" } });
  const { id: about } = await accountOf(admin, "Firm", boss.id);
  const [owned, made, unowned, others, apart] = [
    await callOf(admin, { about, ownerId: mate.id, creatorId: boss.id }),
    await callOf(admin, { about, ownerId: boss.id, creatorId: mate.id }),
    await callOf(admin, { about, ownerId: null, creatorId: boss.id }),
    await callOf(admin, { about, ownerId: boss.id }),
    await callOf(admin, { about, ownerId: boss.id }),
  ];
  const feed = await new FeedReader(["activity"]).start(reader);
  const other = await new FeedReader(["activity"]).start(viewer);
  expect([feed.copy.size, other.copy.size]).toEqual([3, 0]);
  await adminQuery("delete from record_links where from_id = any($1)", [[owned, made, apart]]);
  await deleteCalls([unowned, others]);
  await adminQuery("update accounts set owner_id = null where id = $1", [about]);
  await feed.catchUp(reader);
  await other.follow(viewer);
  expect([new Set(feed.removed), other.removed]).toEqual([new Set([owned, made, unowned]), []]);
});

test("names no record below one that leaves sight that its reader never saw", async () => {
  const visibility = { account: "own", contact: "own", activity: "own" } as const;
  const { admin, boss, bo, reader } = await firm(visibility);
  const account = await accountOf(admin, "Firm", bo.id);
  await contactOperations.create(admin, { name: "Ann", ownerId: boss.id, accountId: account.id });
  await callOf(admin, { about: account.id, ownerId: boss.id });
  const open = await callOf(admin, { about: account.id, ownerId: null, creatorId: boss.id });
  const feed = await new FeedReader(["account", "contact", "activity"], { limit: 1 }).start(reader);
  const alone = await new FeedReader(["activity"]).start(reader);
  expect([...feed.copy.keys()].toSorted()).toEqual([account.id, open].toSorted());
  await accountOperations.update(admin, { id: account.id, version: 1, ownerId: boss.id });
  await feed.catchUp(reader);
  await alone.catchUp(reader);
  expect([new Set(feed.removed), alone.removed]).toEqual([new Set([account.id, open]), [open]]);
});

test("tells anew of records that refer to one that comes into sight or leaves it, by fields of the workspace too", async () => {
  const { admin: before, boss, bo, as } = await firm({ account: "own" });
  const shared = { position: 1, updatedAt: new Date(), settings: { to: "account" } };
  await before.db.customField.create({
    data: { entity: "contact", key: "partner", kind: "reference", label: "Partner", ...shared },
  });
  const [admin, reader] = [await later(await as(boss)), await later(await as(bo))];
  const account = await accountOf(admin, "Firm", boss.id);
  const own = await contactOperations.create(admin, { name: "Ann", ownerId: bo.id, accountId: account.id });
  const partner = { custom: { partner: account.id } } as object;
  const other = await contactOperations.create(admin, { name: "Bea", ownerId: bo.id, ...partner });
  const feed = await new FeedReader(["contact"]).start(reader);
  const named = () => {
    const { custom } = feed.copy.get(other.id) as { custom: { partner: { id: string | null } } };
    return [feed.copy.get(own.id)?.account, custom.partner].map((one) => (one as { id: string | null }).id);
  };
  expect(named()).toEqual([null, null]);
  await accountOperations.update(admin, { id: account.id, version: 1, ownerId: bo.id });
  await expect.poll(async () => (await feed.follow(reader)) && named()).toEqual([account.id, account.id]);
  await accountOperations.update(admin, { id: account.id, version: 2, ownerId: boss.id });
  await expect.poll(async () => (await feed.follow(reader)) && named()).toEqual([null, null]);
  expect(feed.removed).toEqual([]);
});

test("follows the tasks of a project whose people change, and activities about those", async () => {
  const { admin, boss, bo, reader } = await firm({ project: "own" });
  const project = await projectOperations.create(admin, { name: "Quarry", ownerId: boss.id });
  const task = await taskOperations.create(admin, { name: "Dig", projectId: project.id });
  const about = [{ entity: "task", id: task.id }];
  await activityOperations.create(admin, { kind: "call", name: "About it", about } as never);
  const feed = await new FeedReader(["task", "activity"]).start(reader);
  expect(feed.copy.size).toBe(0);
  await projectOperations.update(admin, { id: project.id, version: project.version, members: [bo.id] } as never);
  await feed.catchUp(reader);
  expect(feed.copy.size).toBe(2);
  const { version } = await projectOperations.get(admin, { id: project.id });
  await projectOperations.update(admin, { id: project.id, version, members: [] } as never);
  await feed.catchUp(reader);
  expect([feed.copy.size, feed.removed.length]).toEqual([0, 2]);
});

test("follows tasks that are deleted, or moved into a project out of sight", async () => {
  const { admin, boss, bo, reader } = await firm({ project: "own" });
  const make = async (name: string, members: string[]) =>
    await projectOperations.create(admin, { name, ownerId: boss.id, members } as never);
  const [shared, hidden] = [await make("Quarry", [bo.id]), await make("Mine", [])];
  const tasks = ["Dig", "Carry", "Load"].map((name) => taskOperations.create(admin, { name, projectId: shared.id }));
  const [gone, moved, last] = await Promise.all(tasks);
  const feed = await new FeedReader(["task"]).start(reader);
  expect(feed.copy.size).toBe(3);
  await adminQuery("delete from tasks where id = $1", [gone?.id]);
  await adminQuery("update tasks set project_id = $2 where id = $1", [moved?.id, hidden.id]);
  await feed.catchUp(reader);
  expect([[...feed.copy.keys()], new Set(feed.removed)]).toEqual([[last?.id], new Set([gone?.id, moved?.id])]);
  // Deleted below one that was in sight when the reader looked last.
  await adminQuery("update projects set members = '[]' where id = $1", [shared.id]);
  await adminQuery("delete from tasks where id = $1", [last?.id]);
  await feed.catchUp(reader);
  expect(feed.removed.at(-1)).toBe(last?.id);
});

test("gives one that changes hands in sight once, and one without owners to everybody as removed", async () => {
  const { admin, boss, bo, reader } = await firm();
  const account = await accountOf(admin, "Firm", boss.id);
  const category = await productCategoryOperations.create(admin, { name: "Cranes" });
  const feed = await new FeedReader(["account", "productCategory"], { limit: 1 }).start(reader);
  await feed.catchUp(reader);
  await feed.follow(reader);
  await accountOperations.update(admin, { id: account.id, version: 1, ownerId: bo.id });
  let given = 0;
  await expect.poll(async () => (given += await feed.follow(reader))).toBeGreaterThan(0);
  expect(given).toBe(1);
  await adminQuery("delete from product_categories where id = $1", [category.id]);
  await feed.catchUp(reader);
  expect(feed.removed).toEqual([category.id]);
});

test("takes an anonymised person out of the copy, and what is erased of others is changed in it", async () => {
  const { admin, workspace } = await firm();
  const contact = await contactOperations.create(admin, { name: "Ann Secret" });
  const feed = await new FeedReader(["contact"]).start(admin);
  await contactOperations.anonymize(admin, { id: contact.id, version: 1 });
  await expect.poll(async () => [await feed.follow(admin), feed.removed].flat()).toContain(contact.id);
  await eraseEverywhere(workspace.system, contact.id);
  await adminQuery("delete from record_exits where tenant_id = $1", [workspace.tenant.id]);
  await adminQuery("update contacts set version = version where id = $1", [contact.id]);
  await expect.poll(async () => (await feed.follow(admin)) > 0).toBe(true);
  expect([feed.copy.size, new Set(feed.removed)]).toEqual([0, new Set([contact.id])]);
});

test("takes an anonymised person out while a later change of the same record is held back", async () => {
  const { admin } = await firm();
  const contact = await contactOperations.create(admin, { name: "Ann Secret" });
  const feed = await new FeedReader(["contact"]).start(admin);
  await contactOperations.anonymize(admin, { id: contact.id, version: 1 });
  await using held = await hold("select pg_current_xact_id()");
  await adminQuery("update contacts set version = version + 1 where id = $1", [contact.id]);
  await expect.poll(async () => [await feed.follow(admin), feed.removed].flat()).toContain(contact.id);
  await held.release();
});

test("keeps nothing of records that are removed with their workspace", async () => {
  const { admin, boss } = await firm();
  const { id: about } = await accountOf(admin, "Firm", boss.id);
  await callOf(admin, { about, ownerId: boss.id });
  await adminQuery("delete from record_exits where tenant_id = $1", [admin.tenant.id]);
  await adminQuery(`do $$ begin
    perform set_config('app.purged_tenant', '${admin.tenant.id}', true);
    delete from record_links where tenant_id = '${admin.tenant.id}';
    delete from activities where tenant_id = '${admin.tenant.id}';
    update accounts set owner_id = null where tenant_id = '${admin.tenant.id}';
  end $$`);
  expect(await admin.db.recordExit.count()).toBe(0);
});

test("forgets who saw a record when no cursor is so old", async () => {
  const { admin, workspace } = await firm();
  const [old, young] = [await accountOf(admin, "Old", null), await accountOf(admin, "Young", null)];
  for (const { id } of [old, young]) await accountOperations.delete(admin, { id, version: 1 });
  await adminQuery("update record_exits set at = now() - interval '34 days' where record_id = $1", [old.id]);
  expect(await forgetExits(workspace.system, new Date())).toBe(1);
  expect(await admin.db.recordExit.findMany({ select: { recordId: true } })).toEqual([{ recordId: young.id }]);
});

test("forgets many in several statements, from the day on which the oldest is old enough", async () => {
  const { admin, workspace } = await firm();
  expect(await forgetFrom(admin)).toBeNull();
  await adminQuery(
    `insert into record_exits (tenant_id, entity, record_id, at)
     select $1, 'account', gen_random_uuid(), '2026-01-01T00:00:00Z' from generate_series(1, 20001)`,
    [admin.tenant.id],
  );
  expect(await forgetFrom(admin)).toEqual(new Date("2026-02-03T00:00:00Z"));
  let count = 0;
  const statements = await statementsOf(async () => {
    count = await forgetExits(workspace.system, new Date());
  });
  expect([count, statements.filter(({ text }) => text.includes("delete from record_exits")).length]).toEqual([
    20_001, 3,
  ]);
});
