import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import type { Ctx } from "@/server/context";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { listTimeline } from "./operations/timeline";
import type { TimelineEntry } from "./schema";

let firm: OpportunityWorkspace;
let admin: Ctx;
let other: Ctx;
let account: { id: string; version: number };

const edit = async (ctx: Ctx, patch: Omit<Parameters<typeof accountOperations.update>[1], "id" | "version">) => {
  account = await accountOperations.update(ctx, { id: account.id, version: account.version, ...patch });
};

beforeAll(async () => {
  firm = await opportunityWorkspace();
  const field = await createCustomField(firm.admin, {
    entity: "account",
    kind: "text",
    label: "Support tier",
    settings: {},
  });
  admin = await later(firm.admin);
  other = await later(await firm.workspace.role("admin"));
  account = await accountOperations.create(admin, { name: "Acme", industry: "Retail" });
  await edit(admin, { employees: 10 });
  await edit(other, { industry: "Energy" });
  await edit(admin, { employees: 12 });
  await edit(other, { custom: { [field.key]: "Gold" } });
  const sale = await createOpportunity(admin, { name: "Sale", accountId: account.id });
  await opportunityOperations.update(admin, { id: sale.id, version: sale.version, description: "Second site" });
});

type Input = Partial<Parameters<typeof listTimeline>[1]>;
const described = ({ title, verb, changes }: TimelineEntry) =>
  [`${verb} ${title}`, ...changes.map(({ label, before, after }) => `${label}: ${before} → ${after}`)].join(", ");
const timelineOf = async (input: Input = {}, ctx = admin) =>
  await listTimeline(ctx, { entity: "account", id: account.id, ...input });
const entries = async (input: Input = {}, ctx = admin) => (await timelineOf(input, ctx)).rows.map(described);

describe("one person", () => {
  test("has their acts only, and edits of others between them are not joined over", async () => {
    expect(await entries({ memberId: admin.member?.id ?? "", kind: "changes" })).toEqual([
      expect.stringMatching(/^changed Sale/),
      expect.stringMatching(/^created Sale/),
      "changed Acme, Employees: 10 → 12",
      "changed Acme, Employees: null → 10",
      expect.stringMatching(/^created Acme/),
    ]);
    expect(await entries({ memberId: other.member?.id ?? "" })).toHaveLength(2);
  });
});

describe("one field", () => {
  test("has its own changes, by built-in and custom fields, not those of other records", async () => {
    expect(await entries({ field: "employees" })).toEqual([
      "changed Acme, Employees: 10 → 12",
      "changed Acme, Employees: null → 10",
    ]);
    const tier = (await timelineOf()).rows
      .flatMap(({ changes }) => changes)
      .find(({ label }) => label === "Support tier");
    expect(await entries({ field: tier?.field ?? "" })).toEqual(["changed Acme, Support tier: null → Gold"]);
    expect(await entries({ field: "description" })).toEqual([]);
  });

  test("that the reader may not see, or that does not exist, is refused", async () => {
    const blind = { ...admin, hiddenFields: { account: ["employees"] } };
    for (const [ctx, field] of [
      [blind, "employees"],
      [admin, "nothing"],
    ] as const)
      await expect(timelineOf({ field }, ctx)).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("words", () => {
  test("are found in names, labels and values as they are shown", async () => {
    expect(await entries({ q: "energy" })).toEqual([expect.stringContaining("Industry: Retail → Energy")]);
    expect(await entries({ q: "SUPPORT tier" })).toEqual([expect.stringContaining("Gold")]);
    expect(await entries({ q: "sale" })).toHaveLength(2);
    expect(await entries({ q: other.member?.name ?? "" })).toHaveLength(2);
    expect(await entries({ q: "nowhere" })).toEqual([]);
  });

  test("are not found in what the reader may not see", async () => {
    const blind = { ...admin, hiddenFields: { account: ["industry"] } };
    expect(await entries({ q: "energy" }, blind as Ctx)).toEqual([]);
    const seller = await firm.workspace.join("member");
    const own = await firm.workspace.as(seller, { visibility: { opportunity: "own" } });
    expect(await entries({ q: "sale" }, own)).toEqual([]);
  });

  test("are searched in a bounded number of events at once; the page says how far", async () => {
    const old = await accountOperations.create(admin, { name: "Old" });
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, data, request_id, before, after, at)
       select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint + n), 12, '0') || '70008' || lpad(n::text, 15, '0'))::uuid,
         $1, 'account.updated', 'account', $2, n * 2, '{"type":"system"}', '{}', 'test',
         jsonb_build_object('employees', n), jsonb_build_object('employees', n + 1), now() + n * interval '1 ms'
       from generate_series(1, 2500) n`,
      [admin.tenant.id, old.id],
    );
    const first = await listTimeline(admin, { entity: "account", id: old.id, q: "created" });
    expect(first).toMatchObject({ rows: [], searchedTo: expect.any(String), nextCursor: expect.any(String) });
    const next = await listTimeline(admin, {
      ...{ entity: "account", id: old.id, q: "created" },
      ...(first.nextCursor ? { cursor: first.nextCursor } : {}),
    });
    expect(next).toMatchObject({ rows: [{ verb: "created" }], searchedTo: null, nextCursor: null });
  });
});

describe("a date", () => {
  test("begins with the newest entry that is not later, and names a later time", async () => {
    const long = await accountOperations.create(admin, { name: "Long" });
    const minute = (n: number) => new Date(Date.UTC(2026, 9, 1, 12, n));
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, data, request_id, before, after, at)
       select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '70008' || lpad(n::text, 15, '0'))::uuid,
         $1, 'account.updated', 'account', $2, n * 2, '{"type":"system"}', '{}', 'test',
         jsonb_build_object('employees', n), jsonb_build_object('employees', n + 1), moment
       from generate_series(1, 50) n cross join lateral (select $3::timestamptz + n * interval '1 minute' as moment) made`,
      [admin.tenant.id, long.id, minute(0).toISOString()],
    );
    const at = async (until: Date) =>
      await listTimeline(admin, { entity: "account", id: long.id, limit: 5, until: until.toISOString() });
    const page = await at(minute(10));
    expect(page.rows.map((row) => row.at)).toEqual([10, 9, 8, 7, 6].map((n) => minute(n).toISOString()));
    expect(page.laterUntil).toBe(minute(30).toISOString());
    expect((await at(minute(45))).laterUntil).toBeNull();
    expect((await at(new Date(Date.UTC(2026, 8, 1)))).rows).toEqual([]);
    const { nextCursor } = page;
    const next = await listTimeline(admin, { entity: "account", id: long.id, limit: 5, cursor: nextCursor ?? "" });
    expect(next.rows.map((row) => row.at)[0]).toBe(minute(5).toISOString());
  });
});
