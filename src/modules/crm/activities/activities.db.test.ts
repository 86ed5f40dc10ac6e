import { randomUUID } from "node:crypto";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { unseenRecord } from "@/lib/unseen-record";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { eyes } from "@/modules/platform/history/notifications/operations/people";
import { type Ctx, createCtx } from "@/server/context";
import { audiencesThrough } from "@/server/signals/record-audience";
import { type TestMember, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { accountOperations } from "../accounts/operations";
import { contactOperations } from "../contacts/operations";
import { activityOperations } from "./operations/all";

const { create, update, get, list, groups, pick, bulk, transitions } = activityOperations;
const complete = transitions.complete as unknown as typeof activityOperations.archive;
const selfOf = (ctx: Ctx) => ctx.member?.id ?? "";

async function firm(visibility: Record<string, "everyone" | "team" | "own"> = {}) {
  const workspace = await testWorkspace();
  for (const [entity, level] of Object.entries(visibility))
    await workspace.system.db.visibilitySetting.create({ data: { entity, level } });
  const [ann, bo, cy, admin, viewer] = await Promise.all(
    (["member", "member", "member", "admin", "viewer"] as const).map((role) => workspace.join(role)),
  );
  const as = (member: NonNullable<typeof ann>) => workspace.as(member, { visibility });
  return {
    ann: await as(ann as never),
    bo: await as(bo as never),
    cy: await as(cy as never),
    admin: await as(admin as never),
    viewer: await as(viewer as never),
    workspace,
  };
}

const systemOf = (ctx: Ctx): Ctx =>
  createCtx({ ...ctx, actor: { type: "system", job: "test", reason: "signals" }, member: null });

/** The doors by which a member may find an activity, and whether each shows it. */
async function doors(ctx: Ctx, id: string, word: string) {
  const audience = (await audiencesThrough(systemOf(ctx), "activity", [id])).get(id);
  const accessOf = await eyes(ctx, [selfOf(ctx)]);
  const all = await Promise.all([
    get(ctx, { id }).then(
      () => true,
      () => false,
    ),
    list(ctx, {}).then(({ rows }) => rows.some((row) => row.id === id)),
    groups(ctx, { group: "kind" }).then((found) => found.reduce((sum, { count }) => sum + count, 0) > 0),
    pick(ctx, { q: word }).then((found) => found.some((one) => one.id === id)),
    pick(ctx, { ids: [id] }).then((found) => found.length > 0),
    pick(ctx, {}).then((found) => found.length > 0),
    search(ctx, { q: word }).then((found) => JSON.stringify(found).includes(id)),
    accessOf(selfOf(ctx), "activity", { id, ownerId: null }).then((access) => access === "sees"),
  ]);
  return { all: [...new Set(all)], signals: audience === null || (audience ?? []).includes(selfOf(ctx)) };
}
const shown = { all: [true], signals: true };
const hidden = { all: [false], signals: false };

describe("an activity is seen", () => {
  test("without a record by its people, owners and admins", async () => {
    const { ann, bo, cy, admin, viewer } = await firm();
    const { id } = await create(ann, { name: "Zebra lunch", ownerId: selfOf(bo), participants: [selfOf(viewer)] });
    for (const ctx of [ann, bo, admin, viewer]) expect(await doors(ctx, id, "zebra")).toEqual(shown);
    expect(await doors(cy, id, "zebra")).toEqual(hidden);
  });

  test("with a record by everyone who sees the record", async () => {
    const { ann, cy, viewer } = await firm();
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const { id } = await create(ann, { name: "Zebra call", about: [{ entity: "account", id: account.id }] });
    for (const ctx of [ann, cy, viewer]) expect(await doors(ctx, id, "zebra")).toEqual(shown);
  });

  test("not through a record that is hidden, until one is linked that is not", async () => {
    const { ann, cy, admin } = await firm({ account: "own" });
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const theirs = await accountOperations.create(cy, { name: "Birch Mill" });
    const made = await create(ann, { name: "Zebra call", about: [{ entity: "account", id: account.id }] });
    expect(await doors(cy, made.id, "zebra")).toEqual(hidden);
    expect(await doors(ann, made.id, "zebra")).toEqual(shown);
    const both = [account.id, theirs.id].map((id) => ({ entity: "account", id }));
    await update(admin, { id: made.id, version: made.version, about: both });
    expect(await doors(cy, made.id, "zebra")).toEqual(shown);
    const { about } = await get(cy, { id: made.id });
    const linked = about.map(({ id, name }) => ({ id, name })).toSorted((a, b) => a.name.localeCompare(b.name));
    expect(linked).toEqual([
      { id: null, name: unseenRecord },
      { id: theirs.id, name: "Birch Mill" },
    ]);
  });

  test("under a setting of own only by its people, also with a record that all see", async () => {
    const { ann, bo, cy } = await firm({ activity: "own" });
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const about = [{ entity: "account", id: account.id }];
    const { id } = await create(ann, { name: "Zebra call", about, ownerId: null });
    expect(await doors(ann, id, "zebra")).toEqual(shown);
    const assigned = await create(ann, { name: "Yak call", about, participants: [selfOf(bo)] });
    expect(await doors(bo, assigned.id, "yak")).toMatchObject({ all: [true] });
    expect(await doors(cy, assigned.id, "yak")).toMatchObject({ all: expect.arrayContaining([false]) });
  });

  test("nobody acts on what they do not see, and nothing changes", async () => {
    const { ann, cy } = await firm();
    const made = await create(ann, { name: "Zebra lunch" });
    const target = { id: made.id, version: made.version };
    await expect(complete(cy, target)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const report = await bulk(cy, { items: [target], action: { type: "archive" } } as never).catch((e: unknown) => e);
    expect(JSON.stringify(report)).not.toContain("Zebra");
    expect(await get(ann, { id: made.id })).toMatchObject({ version: made.version, archivedAt: null });
  });
});

test("an account lists what its contacts are linked to", async () => {
  const { ann } = await firm();
  const account = await accountOperations.create(ann, { name: "Alder Ports" });
  const contact = await contactOperations.create(ann, { firstName: "Priya", accountId: account.id });
  const other = await contactOperations.create(ann, { firstName: "Tom" });
  const call = await create(ann, { name: "Call", kind: "call", about: [{ entity: "contact", id: contact.id }] });
  await create(ann, { name: "Another", kind: "call", about: [{ entity: "contact", id: other.id }] });
  const found = await list(ann, { conditions: [{ field: "about", op: "anyOf", value: [account.id] }] });
  expect(found.rows.map(({ id }) => id)).toEqual([call.id]);
});

describe("completing", () => {
  const clocks = async (id: string, table: string, column: string) =>
    (await adminQuery<{ at: Date | null }>(`select ${column} as at from ${table} where id = $1`, [id]))[0]?.at ?? null;

  test("a call moves the last contact of its contact and the last touch of the account, a note does not", async () => {
    const { ann } = await firm();
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const contact = await contactOperations.create(ann, { firstName: "Priya", accountId: account.id });
    const about = [{ entity: "contact", id: contact.id }];
    await create(ann, { name: "Note", kind: "note", status: "completed", about });
    expect(await clocks(contact.id, "contacts", "last_contacted_at")).toBeNull();
    const call = await create(ann, { name: "Call", kind: "call", direction: "inbound", about });
    expect(await clocks(contact.id, "contacts", "last_contacted_at")).toBeNull();
    const done = await complete(ann, { id: call.id, version: call.version });
    expect(done).toMatchObject({ status: "completed", completedAt: expect.any(String) });
    for (const column of ["last_contacted_at", "last_responded_at"])
      expect((await clocks(contact.id, "contacts", column))?.toISOString()).toBe((done as { at?: string }).at);
    expect((await clocks(account.id, "accounts", "touched_at"))?.toISOString()).toBe((done as { at?: string }).at);
    expect(await contactOperations.get(ann, { id: contact.id })).toMatchObject({ version: contact.version });
  });

  test("a call of a change of many records counts as no contact", async () => {
    const { ann } = await firm();
    const contact = await contactOperations.create(ann, { firstName: "Priya" });
    const made = await create(ann, { name: "Call", kind: "call", about: [{ entity: "contact", id: contact.id }] });
    const target = { id: made.id, version: made.version };
    const done = await update({ ...ann, batchId: randomUUID() }, { ...target, status: "completed" });
    expect(done.status).toBe("completed");
    expect(await clocks(contact.id, "contacts", "last_contacted_at")).toBeNull();
  });

  test("an older call moves nothing back", async () => {
    const { ann } = await firm();
    const contact = await contactOperations.create(ann, { firstName: "Priya" });
    const about = [{ entity: "contact", id: contact.id }];
    const past = { kind: "call", status: "completed", about } as const;
    await create(ann, { name: "New", ...past, startsAt: "2026-05-02T10:00:00.000Z" });
    await create(ann, { name: "Old", ...past, startsAt: "2026-03-02T10:00:00.000Z" });
    const at = await clocks(contact.id, "contacts", "last_contacted_at");
    expect(at?.toISOString()).toBe("2026-05-02T10:00:00.000Z");
  });

  test("reopening empties when it was completed; a state that does not follow is refused", async () => {
    const { ann } = await firm();
    const made = await create(ann, { name: "Call", kind: "call" });
    const done = await complete(ann, { id: made.id, version: made.version });
    await expect(complete(ann, { id: made.id, version: done.version })).resolves.toMatchObject({
      version: done.version,
    });
    const cancelled = update(ann, { id: made.id, version: done.version, status: "cancelled" });
    await expect(cancelled).rejects.toMatchObject({ code: "VALIDATION" });
    const open = await update(ann, { id: made.id, version: done.version, status: "planned" });
    expect(open).toMatchObject({ status: "planned", completedAt: null });
  });
});

test("a call that is planned for later and completed today is a contact of today", async () => {
  const { ann } = await firm();
  const contact = await contactOperations.create(ann, { firstName: "Priya" });
  const about = [{ entity: "contact", id: contact.id }];
  const later = { kind: "call", startsAt: "2099-05-02T10:00:00.000Z" } as const;
  const made = await create(ann, { name: "Call", ...later, about });
  await complete(ann, { id: made.id, version: made.version });
  const { lastContactedAt } = await contactOperations.get(ann, { id: contact.id });
  expect(new Date(lastContactedAt ?? "").getTime()).toBeLessThanOrEqual(Date.now());
});

test("what was done on a day lies in the middle of that day", async () => {
  const { ann } = await firm();
  const done = await create(ann, { name: "Call", kind: "call", status: "completed", dueOn: "2026-05-02" });
  // Chicago is five hours behind Greenwich then.
  expect(done).toMatchObject({ at: "2026-05-02T17:00:00.000Z", completedAt: "2026-05-02T17:00:00.000Z" });
});

describe("moving to another time", () => {
  test("counts, and setting a first time or finishing does not", async () => {
    const { ann } = await firm();
    const made = await create(ann, { name: "Call", kind: "call" });
    const timed = await update(ann, { id: made.id, version: made.version, startsAt: "2026-12-01T10:00:00.000Z" });
    expect(timed.reschedules).toBe(0);
    const moved = await update(ann, { id: made.id, version: timed.version, startsAt: null, dueOn: "2026-12-03" });
    expect(moved).toMatchObject({ reschedules: 1, startsAt: null, dueOn: "2026-12-03" });
  });

  test.each([
    [{ startsAt: "2026-12-01T10:00:00.000Z", endsAt: "2026-12-01T09:00:00.000Z" }, "endsAt"],
    [{ duration: -1 }, "duration"],
    [{ duration: 1e9 }, "duration"],
  ])("%o is refused at its field, and nothing is written", async (wrong, field) => {
    const { ann } = await firm();
    const refusal = { code: "VALIDATION", details: expect.anything() };
    const error = await create(ann, { name: "Call", ...wrong }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: refusal.code });
    expect(JSON.stringify(error)).toContain(field);
    expect((await list(ann, {})).rows).toEqual([]);
  });
});

describe("the timeline of a record", () => {
  const about = (entity: string, { id }: { id: string }) => [{ entity, id }];
  const past = { status: "completed", startsAt: "2026-05-02T10:00:00.000Z" } as const;

  async function arranged() {
    const { ann, cy, workspace } = await firm({ contact: "own" });
    const account = await accountOperations.create(ann, { name: "Alder Ports" });
    const contact = await contactOperations.create(ann, { firstName: "Priya", accountId: account.id });
    const call = await create(ann, { name: "Budget", kind: "call", about: about("contact", contact), ...past });
    const plan = await create(ann, {
      name: "Demo",
      kind: "demo",
      about: about("account", account),
      dueOn: "2027-01-08",
    });
    return { ann, cy, account, contact, call, plan, workspace, owner: ann.member as TestMember };
  }
  const timeline = (ctx: Ctx, { id }: { id: string }, more: object = {}) =>
    listTimeline(ctx, { entity: "account", id, ...more });

  test("has what is over at its date, also of its contacts, and what is planned above", async () => {
    const { ann, account, call, plan } = await arranged();
    const { rows, planned } = await timeline(ann, account);
    const [entry] = rows.filter(({ entity }) => entity === "activity");
    expect(entry).toMatchObject({ entityId: call.id, at: past.startsAt, verb: "logged a call", title: "Budget" });
    expect(entry?.data).toMatchObject({ on: ["Priya"] });
    expect(rows.filter(({ entity }) => entity === "activity")).toHaveLength(1);
    expect(planned.map(({ entityId }) => entityId)).toEqual([plan.id]);
  });

  test("has none for a key that may not view activities", async () => {
    const { workspace, account, owner } = await arranged();
    const key = await workspace.as(owner, { scopes: ["account:view", "event:view"] });
    const { rows, planned } = await timeline(key, account);
    expect([...rows, ...planned].filter(({ entity }) => entity === "activity")).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });

  test("has only activities that the member sees, of the kind and person that are asked for", async () => {
    const { ann, cy, account, call } = await arranged();
    const of = async (ctx: Ctx, more: object = {}) =>
      (await timeline(ctx, account, more)).rows.flatMap((row) => (row.entity === "activity" ? [row.entityId] : []));
    expect(await of(cy)).toEqual([]);
    expect(await of(ann, { kind: "calls" })).toEqual([call.id]);
    expect(await of(ann, { kind: "meetings" })).toEqual([]);
    expect(await of(ann, { memberId: selfOf(ann) })).toEqual([call.id]);
    expect(await of(ann, { memberId: selfOf(cy) })).toEqual([]);
  });
});
