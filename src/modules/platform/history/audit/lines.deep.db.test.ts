import "@/registry/operations";
import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import type { BulkChange } from "@/lib/bulk-changes";
import { dayLater } from "@/lib/working-time";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { startBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { type Ctx, createCtx } from "@/server/context";
import { newId } from "@/server/new-id";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { countAuditLines, listAudit } from "./operations/list";
import { longestWalk } from "./rules";
import type { AuditFilter } from "./schema";

let workspace: TestWorkspace;
let boss: TestMember;
let owner: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("owner");
  owner = await workspace.as(boss);
});

const shown = async (filter: AuditFilter = {}, ctx = owner) =>
  (await listAudit(ctx, { grouped: true, hideJobs: true, limit: 100, ...filter })).rows;
const count = async (filter: AuditFilter = {}, ctx = owner) =>
  (await countAuditLines(ctx, { grouped: true, hideJobs: true, ...filter })).days.reduce(
    (sum, day) => sum + day.count,
    0,
  );
const eventsOf = (tenant = workspace.tenant.id) =>
  adminQuery<{ id: string; name: string }>("select id, name from events where tenant_id = $1", [tenant]);

describe("a bulk act", () => {
  test("is one line with its number of records, which opens; it counts as one, and the log of a record has its own", async () => {
    const names = ["Alder", "Birch", "Cedar"];
    const made = await Promise.all(names.map((name) => accountOperations.create(owner, { name })));
    const ids = made.map(({ id }) => id);
    const batch = newId();
    // Two in one request, one in the next.
    for (const part of [ids.slice(0, 2), ids.slice(2)])
      await accountOperations.bulk(owner, { ids: part, action: { type: "archive" }, batch });
    const [line, ...rest] = (await shown()).filter(({ name }) => name === "account.archived");
    expect(rest).toEqual([]);
    expect(line).toMatchObject({
      what: "Archived",
      changes: [],
      group: { count: 3, more: false, records: "accounts" },
    });
    const opened = await listAudit(owner, { name: "account.archived", batchId: line?.group?.batchId ?? "" });
    expect(opened.rows.map(({ record }) => record?.title).toSorted()).toEqual(names);
    expect(opened.rows.every(({ group }) => group === null)).toBe(true);
    const own = await shown({ entity: "account", recordId: ids[2] });
    expect(own.map(({ name, group }) => [name, group])).toEqual([
      ["account.archived", null],
      ["account.created", null],
    ]);
    expect(await count({ name: "account.archived" })).toBe(1);
    expect(await count()).toBe((await shown()).length);
    await expect(listAudit(owner, { batchId: line?.group?.batchId ?? "" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  test("from before events knew the first one of their batch is shown one event by one", async () => {
    const [one, two] = [newId(), newId()];
    const batch = newId();
    for (const id of [one, two])
      await adminQuery(
        `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id, batch_id)
         values ($1, $2, 'account.archived', 'account', $1, '{"type":"user"}', '{}', 'old', $3)`,
        [id, workspace.tenant.id, batch],
      );
    const lines = await shown();
    expect(lines.slice(0, 2).map(({ id, group }) => ({ id, group }))).toEqual([
      { id: two, group: null },
      { id: one, group: null },
    ]);
  });

  test("says the field and the new value where it is the same for all records", async () => {
    const made = [
      await accountOperations.create(owner, { name: "Elm", industry: "Glass", employees: 10 }),
      await accountOperations.create(owner, { name: "Fir", employees: 20 }),
    ];
    const change = (one: BulkChange) =>
      startBulkRun(owner, { noun: "account", selection: { ids: made.map(({ id }) => id) }, change: one });
    await change({ type: "set", field: "industry", value: "Timber" });
    await change({ type: "percent", field: "employees", percent: 50 });
    await change({ type: "clear", field: "employees" });
    const lines = (await shown({ name: "account.updated" })).map(({ what, changes }) => [
      what,
      changes.map(({ label, before, after }) => [label, before, after]),
    ]);
    expect(lines).toEqual([
      ["Changed employees", [["Employees", null, null]]],
      ["Changed employees", []],
      ["Changed industry", [["Industry", null, "Timber"]]],
    ]);
  });

  test("of one record is an event like any other", async () => {
    const { id } = await accountOperations.create(owner, { name: "Douglas" });
    await accountOperations.bulk(owner, { ids: [id], action: { type: "archive" } });
    const [line] = await shown();
    expect(line).toMatchObject({ what: "Archived", record: { title: "Douglas" }, group: null });
  });
});

describe("acts of jobs and webhooks", () => {
  test("are left out unless they are asked for, and a webhook is not called a job", async () => {
    const { tenant, system } = workspace;
    const webhook = createCtx({ tenant, actor: { type: "webhook", source: "stripe" }, member: null });
    await accountOperations.create(system, { name: "By a job" });
    await accountOperations.create(webhook, { name: "By a webhook" });
    const titles = async (filter: AuditFilter) => (await shown(filter)).map(({ record }) => record?.title);
    expect(await titles({})).not.toEqual(expect.arrayContaining([expect.stringMatching(/^By a /)]));
    expect(await titles({ hideJobs: false })).toEqual(expect.arrayContaining(["By a job", "By a webhook"]));
    expect(await titles({ via: "job" })).toContain("By a job");
    const [row] = await shown({ via: "webhook" });
    expect(row).toMatchObject({ who: { kind: "webhook", name: "Stripe" }, record: { title: "By a webhook" } });
    expect((await listAudit(owner, { limit: 100 })).rows).toHaveLength((await eventsOf()).length);
  });
});

describe("a search by text", () => {
  test("finds names of records and members, values, and addresses; not what the reader may not see", async () => {
    const member = await workspace.join("admin");
    const admin = await workspace.as(member);
    const made = await accountOperations.create(admin, { name: "Larch Mills" });
    await accountOperations.update(owner, { id: made.id, version: made.version, employees: 471147 });
    await inviteMembers(owner, { invitees: [{ email: "carl@larch.example" }], role: "member" });
    const found = async (text: string, ctx = owner) =>
      (await shown({ text }, ctx)).map(({ what, record }) => `${what}: ${record?.title}`);
    expect(await found("larch mills")).toEqual(["Changed employees: Larch Mills", "Created: Larch Mills"]);
    expect(await found("471147")).toEqual(["Changed employees: Larch Mills"]);
    // The mail that the invitation sent is no act of a person.
    expect(await found("CARL@larch")).toEqual(["Invited: Invitation to carl@larch.example"]);
    expect((await shown()).filter(({ entity }) => entity === "notificationMail")).toEqual([]);
    expect((await shown({ hideJobs: false })).filter(({ name }) => name === "notificationMail.sent")).toMatchObject([
      { who: { kind: "job" }, record: { title: "Invitation to carl@larch.example" } },
    ]);
    expect(await found(member.name)).toContain("Created: Larch Mills");
    expect(await found("nowhere to be found")).toEqual([]);
    const narrow = await workspace.as(boss, { scopes: ["audit:view"], keyId: newId() });
    expect(await shown({ text: "471147" }, narrow)).toEqual([]);
  });
});

describe("counts", () => {
  test("are by day of the reader's zone, and stop after as many events as one page reads", async () => {
    const huge = await testWorkspace();
    const reader = await huge.role("owner");
    const write = (many: number, at: string, batch: string | null) =>
      adminQuery(
        `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id, at, batch_id, is_first)
         select (lpad(to_hex((extract(epoch from $3::timestamptz) * 1000)::bigint), 12, '0')
             || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid,
           $1, 'account.imported', 'account', gen_random_uuid(), '{"type":"user"}', '{}', 'many', $3, $4::uuid,
           $4::uuid is null or n = 1
         from generate_series(1, $2::int) n`,
        [huge.tenant.id, many, at, batch],
      );
    const day = dayLater(new Date().toISOString().slice(0, 10), -1);
    await write(3, `${day}T12:00:00Z`, null);
    await write(20_000, `${day}T12:00:01Z`, newId());
    const [line] = await shown({}, reader);
    expect(line?.group).toEqual({ batchId: expect.any(String), count: 20_000, more: false, records: "accounts" });
    expect(await countAuditLines(reader, { grouped: true, hideJobs: true })).toEqual({
      days: [{ day, count: 4 }],
      countedTo: null,
    });
    // Events that the smaller group does not use count the larger one to its end.
    await write(30_000, `${day}T12:00:02Z`, newId());
    expect((await shown({}, reader)).map(({ group }) => [group?.count, group?.more]).slice(0, 2)).toEqual([
      [30_000, false],
      [20_000, false],
    ]);
    await write(longestWalk, `${day}T12:00:03Z`, null);
    const much = await countAuditLines(reader, { grouped: true, hideJobs: true });
    expect(much.days.reduce((sum, one) => sum + one.count, 0)).toBe(longestWalk);
    expect(much.countedTo).not.toBeNull();
  });
});
