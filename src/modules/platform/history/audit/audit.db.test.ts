import "@/registry/operations";
import "@/registry/register";
import { startOfHour, subDays, subMonths } from "date-fns";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanKey } from "@/lib/plans";
import { dayLater } from "@/lib/working-time";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { type Ctx, createCtx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { indexConditions, mentions, nodesOf, plannerOf, planOf, statementsOf } from "@/test/plans";
import { exportAudit, linesOfPart } from "./operations/export";
import { countAuditLines, getAuditEntry, listAudit, listAuditNames } from "./operations/list";
import { firstIdAt, longestWalk } from "./rules";
import { type AuditFilter, auditChannels } from "./schema";

let workspace: TestWorkspace;
let boss: TestMember;
let owner: Ctx;
let keyCtx: Ctx;
let staffCtx: Ctx;
let keyId: string;
const staffId = newId();

beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("owner");
  owner = await workspace.as(boss);
  const key = await createApiKey(owner, { name: "Warehouse sync", scopes: ["account:create"] });
  keyId = key.id;
  keyCtx = await workspace.as(boss, { scopes: ["account:create", "account:view"], keyId });
  staffCtx = createCtx({
    ...owner,
    actor: { type: "staff", staffId, name: "Ruth Adeyemi", sessionId: null, asMemberId: boss.id, readOnly: false },
  });
});

const list = async (filter: AuditFilter = {}, ctx = owner) => (await listAudit(ctx, { ...filter, limit: 100 })).rows;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => toAppError(error, "").code,
  );

describe("the log", () => {
  test("says who acted, on whose behalf, on which record, and which fields changed", async () => {
    const made = await accountOperations.create(owner, { name: "Hottechi" });
    await accountOperations.update(owner, { id: made.id, version: made.version, name: "Hottech", employees: 12 });
    await accountOperations.create(keyCtx, { name: "By key" });
    await accountOperations.create(staffCtx, { name: "By staff" });
    const rows = await list();
    const of = (title: string) => rows.find(({ record }) => record?.title === title);
    expect(rows.map(({ id }) => id)).toEqual(
      rows
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(of("Hottech")).toMatchObject({
      what: "Changed name and employees",
      who: { kind: "member", id: boss.id, name: boss.name },
      behalf: null,
      from: { via: "web" },
    });
    expect(of("By key")).toMatchObject({
      what: "Created",
      who: { kind: "key", id: keyId, name: "Warehouse sync" },
      behalf: { id: boss.id, name: boss.name },
      from: { via: "api" },
    });
    expect(of("By staff")).toMatchObject({
      who: { kind: "staff", name: "Ruth Adeyemi" },
      behalf: { id: boss.id, name: boss.name },
      from: { via: "staff" },
    });
    const entry = await getAuditEntry(owner, { id: of("Hottech")?.id ?? "" });
    expect(entry.changes.find(({ field }) => field === "name")).toMatchObject({ before: "Hottechi", after: "Hottech" });
    expect(entry.recorded).toMatchObject({ event: "account.updated", subject: `account/${made.id}`, version: 2 });
    expect(entry.requestId).not.toBe("");
  });

  test("holds every event once, also those that timelines leave out, and pages through them", async () => {
    const all = await adminQuery<{ id: string }>("select id from events where tenant_id = $1 order by id desc", [
      workspace.tenant.id,
    ]);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(owner, {
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      found.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(all.map(({ id }) => id));
  });

  test.each(["manager", "member", "viewer"] as const)("a %s may not read it", async (role) => {
    const ctx = await workspace.role(role);
    expect(await codeOf(listAudit(ctx, {}))).toBe("FORBIDDEN");
    expect(await codeOf(exportAudit(ctx, {}))).toBe("FORBIDDEN");
  });

  test("leaves out what the reader may not see: fields, records of a key without the right, the reader who is staff", async () => {
    const made = await accountOperations.create(owner, { name: "Secret numbers" });
    await accountOperations.update(owner, { id: made.id, version: made.version, employees: 987654 });
    const [row] = await list({ entity: "account", recordId: made.id });
    const blind = await workspace.as(boss, { hiddenFields: { account: ["employees"] } });
    const entry = await getAuditEntry(blind, { id: row?.id ?? "" });
    expect(JSON.stringify(entry)).not.toContain("987654");
    expect(JSON.stringify(await getAuditEntry(owner, { id: row?.id ?? "" }))).toContain("987654");
    const narrow = await workspace.as(boss, { scopes: ["audit:view"], keyId });
    const hidden = await getAuditEntry(narrow, { id: row?.id ?? "" });
    expect(hidden.record).toBeNull();
    expect(JSON.stringify(hidden)).not.toMatch(new RegExp(`Secret numbers|${made.id}`));
    expect(await codeOf(listAudit(staffCtx, {}))).toBe("FORBIDDEN");
  });

  test("an event of another workspace is not found", async () => {
    const other = await testWorkspace();
    const stranger = await other.role("owner");
    const [row] = await list();
    expect(await codeOf(getAuditEntry(stranger, { id: row?.id ?? "" }))).toBe("NOT_FOUND");
    expect((await listAudit(stranger, {})).rows).toEqual([]);
  });
});

describe("filters", () => {
  test("by channel, member, key, event, object, record and time", async () => {
    const made = await accountOperations.create(keyCtx, { name: "Filtered" });
    const titles = async (filter: AuditFilter) => (await list(filter)).map(({ record }) => record?.title);
    expect(await titles({ entity: "account", recordId: made.id })).toEqual(["Filtered"]);
    expect(await titles({ via: "api" })).toContain("Filtered");
    expect(await titles({ keyId })).toContain("Filtered");
    expect(await titles({ keyId: newId() })).toEqual([]);
    expect(await titles({ via: "web" })).not.toContain("Filtered");
    expect(await titles({ via: "staff" })).toContain("By staff");
    expect(await titles({ memberId: boss.id })).not.toContain("Filtered");
    expect((await list({ memberId: boss.id })).every(({ who }) => who.id === boss.id)).toBe(true);
    const inTheirName = await list({ behalfId: boss.id });
    expect(inTheirName.map(({ record }) => record?.title)).toEqual(expect.arrayContaining(["Filtered", "By staff"]));
    expect(inTheirName.every(({ behalf }) => behalf?.id === boss.id)).toBe(true);
    expect((await list({ behalfId: boss.id, via: "staff" })).every(({ who }) => who.kind === "staff")).toBe(true);
    expect((await list({ name: "apiKey.created" })).map(({ name }) => name)).toEqual(["apiKey.created"]);
    const accounts = await list({ entity: "account" });
    expect(new Set(accounts.map(({ entity }) => entity))).toEqual(new Set(["account"]));
    expect(accounts).toHaveLength((await list()).filter(({ entity }) => entity === "account").length);
    expect(await list({ memberId: newId() })).toEqual([]);
    expect(await codeOf(listAudit(owner, { recordId: made.id }))).toBe("VALIDATION");
    expect(await list({ memberId: boss.id, behalfId: boss.id })).toEqual([]);
  });

  test("each event came through one channel, and all but one kind are what that kind leaves", async () => {
    const all = (await list()).map(({ id }) => id);
    const found = await Promise.all(auditChannels.map((via) => list({ via })));
    expect(found.flatMap((rows) => rows.map(({ id }) => id)).toSorted()).toEqual(all.toSorted());
    for (const [at, via] of auditChannels.entries())
      expect(
        found[at]?.every(({ from }) => from.via === via),
        via,
      ).toBe(true);
    const left = await list({ exceptName: "account.created" });
    const others = (await list()).filter(({ name }) => name !== "account.created");
    expect(left.map(({ id }) => id)).toEqual(others.map(({ id }) => id));
  });

  test("a time is that of the event, also where its id was made later", async () => {
    const day = subDays(new Date(), 3).toISOString().slice(0, 10);
    const [start, end] = [`${day}T00:00:00.000Z`, `${dayLater(day, 1)}T00:00:00.000Z`];
    const later = (moment: string, ms: number) => new Date(Date.parse(moment) + ms).toISOString();
    const { tenant, ctx } = await logOf([
      { at: later(start, -1), noted: later(start, 1_000) },
      { at: start, noted: later(start, 1_000) },
      { at: later(end, -1), noted: later(end, 1_000) },
      { at: end, noted: later(end, 2_000) },
    ]);
    const { rows } = await listAudit(ctx, { from: start, to: end });
    expect(rows.map(({ at }) => at)).toEqual([later(end, -1), start]);
    expect(await adminQuery("select 1 from events where tenant_id = $1", [tenant.id])).toHaveLength(4);
  });

  test("names of events in words", async () => {
    const names = await listAuditNames(owner, {});
    expect(names).toContainEqual({ name: "account.created", entity: "account", label: "Account: created" });
  });
});

/** A workspace whose log holds these events alone. */
async function logOf(events: readonly { at: string; noted: string; name?: string }[], plan?: PlanKey) {
  const made = await testWorkspace(plan && { plan });
  const ctx = await made.role("owner");
  for (const { at, noted, name = "account.updated" } of events)
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id, at)
       values ($1, $2, $3, 'account', gen_random_uuid(), '{"type":"user"}', '{}', 'told', $4)`,
      [`${firstIdAt(new Date(noted)).slice(0, 13)}${newId().slice(13)}`, made.tenant.id, name, at],
    );
  return { tenant: made.tenant, ctx };
}

describe("how far back", () => {
  test("a plan shows so many months, in the list, in one event and in the file; nothing is deleted", async () => {
    const small = await testWorkspace({ plan: "starter" });
    const reader = await small.role("owner");
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    const at = async (when: Date) => {
      const id = `${firstIdAt(when).slice(0, 13)}${newId().slice(13)}`;
      await adminQuery(
        `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id, at)
         values ($1, $2, 'account.created', 'account', gen_random_uuid(), '{"type":"user"}', '{}', 'old', $3)`,
        [id, small.tenant.id, when],
      );
      return id;
    };
    const [old, young] = [await at(days(100)), await at(days(80))];
    const page = await listAudit(reader, {});
    expect(page.rows.map(({ id }) => id)).toEqual([young]);
    expect(page.months).toBe(3);
    expect((await list({ from: days(400).toISOString() }, reader)).map(({ id }) => id)).toEqual([young]);
    expect(await codeOf(getAuditEntry(reader, { id: old }))).toBe("NOT_FOUND");
    const { content } = await exportAudit(reader, {});
    expect(content).toContain(young);
    expect(content).not.toContain(old);
    expect(await adminQuery("select id from events where id = $1", [old])).toHaveLength(1);
  });

  test("a plan counts from the time of an event, not of its id", async () => {
    const since = (minutes: number) => new Date(startOfHour(subMonths(new Date(), 3)).getTime() + minutes * 60_000);
    const noted = since(1).toISOString();
    const { ctx } = await logOf(
      [
        { at: since(-1).toISOString(), noted },
        { at: since(0).toISOString(), noted },
      ],
      "starter",
    );
    const page = await listAudit(ctx, {});
    expect(page).toMatchObject({ plan: "Trial", months: 3, since: since(0).toISOString() });
    expect(page.rows.map(({ at }) => at)).toEqual([since(0).toISOString()]);
    expect((await exportAudit(ctx, {})).lines).toBe(1);
  });

  test("the file comes in parts that hold every event once, with one head", async () => {
    const busy = await testWorkspace();
    const reader = await busy.role("owner");
    const ids = Array.from({ length: linesOfPart + 10 }, newId);
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id)
       select id, $1, 'account.updated', 'account', gen_random_uuid(), '{"type":"user"}', '{}', 'many'
       from unnest($2::uuid[]) id`,
      [busy.tenant.id, ids],
    );
    const first = await exportAudit(reader, { entity: "account" });
    const second = await exportAudit(reader, { entity: "account", cursor: first.nextCursor ?? "" });
    expect([first.lines, second.lines, second.nextCursor]).toEqual([linesOfPart, 10, null]);
    const lines = `${first.content}${second.content}`.trim().split("\r\n");
    expect(lines.filter((line) => line.startsWith("Time,Who,"))).toHaveLength(1);
    const [, ...told] = lines.map((line) => line.slice(-36));
    expect(told).toEqual(ids.toReversed());
  });

  test("the file has a line for each event, and no formula of a spreadsheet", async () => {
    await accountOperations.create(owner, { name: "=HYPERLINK(1)" });
    const { content, name } = await exportAudit(owner, { entity: "account" });
    expect(name).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.csv$/);
    expect(content.trim().split("\r\n")).toHaveLength((await list({ entity: "account" })).length + 1);
    expect(content).toContain("'=HYPERLINK(1)");
  });
});

describe("a walk without an index", () => {
  test("stops after so many events, says how far it looked, and goes on from there", async () => {
    const huge = await testWorkspace();
    const reader = await huge.role("owner");
    const member = await huge.join("member");
    const rare = newId();
    const others = Array.from({ length: longestWalk + 100 }, newId);
    const write = (ids: readonly string[], type: string) =>
      adminQuery(
        `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, data, request_id)
         select id, $1, (array['account.updated', 'account.archived'])[1 + n % 2], 'account', gen_random_uuid(),
           jsonb_build_object('type', $3::text), $4, '{}', 'many'
         from unnest($2::uuid[]) with ordinality made(id, n)`,
        [huge.tenant.id, ids, type, member.id],
      );
    await write([rare], "user");
    await write(others, "apiKey");
    for (const filter of [{ via: "web" }, { memberId: member.id }, { entity: "account", via: "web" }] as const) {
      const first = await listAudit(reader, filter);
      expect(first.rows.map(({ id }) => id)).not.toContain(rare);
      expect(first.searchedTo).not.toBeNull();
      const second = await listAudit(reader, { ...filter, cursor: first.nextCursor ?? "" });
      expect(second.rows.map(({ id }) => id)).toContain(rare);
      expect([second.nextCursor, second.searchedTo]).toEqual([null, null]);
    }
    const part = await exportAudit(reader, { via: "web" });
    expect(part.content).not.toContain(rare);
    expect((await exportAudit(reader, { via: "web", cursor: part.nextCursor ?? "" })).content).toContain(rare);
  });

  test("of several kinds of events shows none before those of another kind are read as far", async () => {
    const before = subDays(new Date(), 1).toISOString();
    const { ctx, tenant } = await logOf([{ at: before, noted: before, name: "account.archived" }]);
    const half = Math.ceil(longestWalk / 2);
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id)
       select id, $1, 'account.updated', 'account', gen_random_uuid(),
         jsonb_build_object('type', case when n = 1 then 'user' else 'system' end), '{}', 'many'
       from unnest($2::uuid[]) with ordinality made(id, n)`,
      [tenant.id, Array.from({ length: half + 1 }, newId)],
    );
    const first = await listAudit(ctx, { entity: "account", via: "web" });
    expect(first.rows).toEqual([]);
    const second = await listAudit(ctx, { entity: "account", via: "web", cursor: first.nextCursor ?? "" });
    expect(second.rows.map(({ name }) => name)).toEqual(["account.updated", "account.archived"]);
  });
});

describe("indexes", () => {
  let app: pg.Client;
  beforeAll(async () => {
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, impersonator_id, data, request_id)
       select uuidv7(), $1, (array['account.updated', 'contact.updated', 'tag.created'])[1 + n % 3],
         (array['account', 'contact', 'tag'])[1 + n % 3], gen_random_uuid(),
         json_build_object('type', case when n % 50 = 0 then 'system' when n % 51 = 0 then 'apiKey' else 'user' end),
         case when n % 20 = 0 then $2::uuid else gen_random_uuid() end,
         case when n % 100 = 0 then $3::uuid end, '{}', 'bulk'
       from generate_series(1, 20000) n`,
      [workspace.tenant.id, boss.id, staffId],
    );
    await adminQuery("analyze events");
    app = await plannerOf(workerUrls().app, workspace.tenant.id);
  });
  afterAll(() => app?.end());

  test.each<[string, AuditFilter & { grouped?: boolean }, string]>([
    ["nothing", {}, "events_pkey"],
    ["a time", { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }, "events_pkey"],
    ["lines", { grouped: true }, "events_first_idx"],
    ["lines without jobs", { grouped: true, hideJobs: true }, "events_of_people_idx"],
    ["a text", { grouped: true, hideJobs: true, text: "harbour" }, "events_pkey"],
    ["the events of a batch", { name: "tag.created", batchId: newId() }, "events_of_batches_idx"],
    ["a member", { memberId: "" }, "events_tenant_id_actor_member_id_id_idx"],
    ["acts on behalf of a member", { behalfId: "" }, "events_tenant_id_actor_member_id_id_idx"],
    ["keys", { via: "api" }, "events_of_keys_idx"],
    ["a key", { keyId: newId() }, "events_of_keys_idx"],
    ["jobs", { via: "job" }, "events_of_jobs_idx"],
    ["webhooks", { via: "webhook" }, "events_of_jobs_idx"],
    ["staff", { via: "staff" }, "events_of_staff_idx"],
    ["staff on an object", { via: "staff", entity: "tag" }, "events_of_staff_idx"],
    ["the app", { via: "web" }, "events_pkey"],
    ["all but an event", { exceptName: "tag.created" }, "events_pkey"],
    ["an event", { name: "tag.created" }, "events_tenant_id_name_id_idx"],
    ["an object", { entity: "tag" }, "events_tenant_id_name_id_idx"],
    ["a record", { entity: "tag", recordId: newId() }, "events_tenant_id_entity_entity_id_batch_key_id_idx"],
  ])("%s is found by its index under row-level security, with the tenant", async (_name, filter, index) => {
    const ofBoss = (["memberId", "behalfId"] as const).filter((key) => filter[key] === "");
    const asked = { ...filter, ...Object.fromEntries(ofBoss.map((key) => [key, boss.id])) };
    const counts = "batchId" in asked ? [] : await statementsOf(() => countAuditLines(owner, asked));
    const statements = [...(await statementsOf(() => listAudit(owner, asked))), ...counts];
    const used = new Set<string | undefined>();
    for (const statement of statements.filter(({ text }) => text.includes("from events"))) {
      for (const node of nodesOf(await planOf(statement, app))) {
        // A bitmap of an index names no table.
        used.add(node["Index Name"]);
        if (node["Relation Name"] !== "events") continue;
        expect(node["Node Type"], statement.text).not.toBe("Seq Scan");
        expect(mentions(indexConditions(node), "tenant_id"), statement.text).toBe(true);
      }
    }
    expect([...used]).toContain(index);
  });
});
