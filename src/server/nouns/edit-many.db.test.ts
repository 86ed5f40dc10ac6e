import "@/registry/operations";
import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import type { BulkChange } from "@/lib/bulk-changes";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { setActivityRepeat } from "@/modules/crm/activities/series/operations/set-repeat";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { productOperations } from "@/modules/crm/products/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { hold } from "@/test/hold";
import { opportunityWorkspace } from "@/test/opportunities";
import { statementsOf } from "@/test/plans";
import { changeRecords, undoRecords } from "./change-record.ts";
import { manyOf } from "./many.ts";

interface Site {
  ctx: Ctx;
  member: string;
  tag: string;
}

let site: Site;

beforeAll(async () => {
  const { workspace, admin } = await opportunityWorkspace();
  const tag = await createTag(admin, { name: "Key", color: "red" });
  await createCustomField(admin, { entity: "account", kind: "money", label: "Budget" });
  await createCustomField(admin, { entity: "account", kind: "date", label: "Renewal" });
  const { id: member } = await workspace.join("member");
  site = { ctx: await later(admin), member, tag: tag.id };
});

type Single = Record<
  "create" | "update" | "archive" | "restore",
  (ctx: Ctx, input: never) => Promise<{ id: string; version: number }>
>;

const nouns = {
  account: [accountOperations, "accounts"],
  contact: [contactOperations, "contacts"],
  opportunity: [opportunityOperations, "opportunities"],
  activity: [activityOperations, "activities"],
  product: [productOperations, "products"],
} as unknown as Record<string, [Single, table: string]>;

async function made(noun: string, input: object): Promise<Target> {
  const { id = "", version = 0 } = (await nouns[noun]?.[0].create(site.ctx, input as never)) ?? {};
  return { id, version };
}
type Target = { id: string; version: number };

const changed = (noun: string, change: BulkChange, chosen: readonly Target[]) =>
  inTransaction({ ...site.ctx, batchId: batch }, (ctx) => changeRecords(ctx, manyOf(noun), change, chosen, 60_000));
const batch = "01900000-0000-7000-8000-000000000001";

/** All that the database holds of a record but its id, and what every write changes. */
async function heldOf(noun: string, id: string): Promise<unknown> {
  const table = nouns[noun]?.[1] ?? "";
  const all = async (sql: string) => await adminQuery(sql, [site.ctx.tenant.id, id]);
  const held = {
    row: await all(
      `select to_jsonb(t) - 'updated_at' - 'created_at' - 'changed_in' - 'rank' as row from ${table} t where tenant_id = $1 and id = $2`,
    ),
    keys: await all(
      "select to_jsonb(v) as key from custom_values v where tenant_id = $1 and record_id = $2 order by field, place",
    ),
    found: await all(
      "select to_jsonb(d) - 'changed_at' as document from search_documents d where tenant_id = $1 and id = $2",
    ),
    events: await all(
      `select e.name, e.entity_version, e.before, e.after, e.data, (
         select jsonb_agg(s.entity order by s.entity) from event_subjects s where s.tenant_id = e.tenant_id and s.event_id = e.id)
       from events e where e.tenant_id = $1 and e.entity_id = $2 order by e.id`,
    ),
  };
  const text = JSON.stringify(held).replaceAll(id, "its id");
  return JSON.parse(text.replace(/"20\d\d-\d\d-\d\dT[^"]+"/g, '"a time"'));
}

describe("an edit of one of many", () => {
  const usd = (amount: number) => ({ amount, currency: "USD" });
  type Case = [name: string, noun: string, input: object, change: BulkChange, patch: () => object];
  const set = (field: string, value: unknown): BulkChange => ({ type: "set", field, value });
  const cases: Case[] = [
    ["a choice", "account", { industry: "energy" }, set("industry", "media"), () => ({ industry: "media" })],
    ["a name with its key", "account", {}, set("name", "Épée"), () => ({ name: "Épée" })],
    ["a domain that search finds", "account", {}, set("domain", "Many.example"), () => ({ domain: "Many.example" })],
    ["an empty phone", "account", { phone: "+1 555 0100" }, { type: "clear", field: "phone" }, () => ({ phone: null })],
    ["an owner", "account", {}, { type: "clear", field: "owner" }, () => ({ ownerId: null })],
    ["a tag", "account", {}, { type: "add", field: "tags", values: ["tag"] }, () => ({ tags: [site.tag] })],
    [
      "an amount of the workspace",
      "account",
      { custom: { budget: usd(1_000), renewal: "2026-03-01" } },
      { type: "percent", field: "custom.budget", percent: 50 },
      () => ({ custom: { budget: usd(1_500) } }),
    ],
    [
      "a date of the workspace",
      "account",
      { custom: { budget: usd(1_000), renewal: "2026-03-01" } },
      { type: "shift", field: "custom.renewal", days: 30 },
      () => ({ custom: { renewal: "2026-03-31" } }),
    ],
    [
      "a name that follows from others",
      "contact",
      { firstName: "Ann", lastName: "Lee" },
      set("lastName", "Fox"),
      () => ({ lastName: "Fox" }),
    ],
    [
      "a step forward",
      "contact",
      { lastName: "Lee", lifecycle: "lead" },
      set("lifecycle", "customer"),
      () => ({ lifecycle: "customer" }),
    ],
    [
      "several addresses",
      "contact",
      { lastName: "Lee" },
      set("emails", [{ value: "Lee@many.example", label: "work" }]),
      () => ({ emails: [{ value: "Lee@many.example", label: "work" }] }),
    ],
    [
      "a later date, which counts",
      "opportunity",
      { expectedCloseDate: "2026-05-01" },
      { type: "shift", field: "expectedCloseDate", days: 20 },
      () => ({ expectedCloseDate: "2026-05-21" }),
    ],
    [
      "an amount",
      "opportunity",
      { amount: usd(1_000) },
      { type: "percent", field: "amount", percent: 10 },
      () => ({ amount: usd(1_100) }),
    ],
    ["a place", "activity", { kind: "task" }, set("priority", "urgent"), () => ({ priority: "urgent" })],
    [
      "a price",
      "product",
      { price: usd(1_000) },
      { type: "percent", field: "price", percent: -10 },
      () => ({ price: usd(900) }),
    ],
  ];

  test.each(cases)("writes %s as a single edit does", async (_, noun, input, given, patch) => {
    const change = JSON.parse(JSON.stringify(given).replace('"tag"', `"${site.tag}"`)) as BulkChange;
    const named = noun === "contact" ? input : { name: "One of many", ...input };
    const alone = await made(noun, named);
    const [one, two] = [await made(noun, named), await made(noun, named)];
    await nouns[noun]?.[0].update(site.ctx, { ...alone, ...patch() } as never);
    const outcomes = await changed(noun, change, [one, two]);
    expect(outcomes).toMatchObject(
      [one, two].map(({ id, version }) => ({ id, state: "changed", version: version + 1 })),
    );
    const expected = await heldOf(noun, alone.id);
    expect(await heldOf(noun, one.id)).toEqual(expected);
    expect(await heldOf(noun, two.id)).toEqual(expected);
  });

  test.each(["archive", "restore"] as const)("that is to %s writes what a single one does", async (act) => {
    const all = [];
    for (const name of ["Same", "Same", "Same"]) {
      const one = await made("account", { name });
      all.push(act === "restore" ? await accountOperations.archive(site.ctx, one) : one);
    }
    const [alone, ...rest] = all as [Target, ...Target[]];
    await accountOperations[act](site.ctx, { id: alone.id, version: alone.version });
    await changed("account", { type: act }, rest);
    const expected = await heldOf("account", alone.id);
    for (const { id } of rest) expect(await heldOf("account", id)).toEqual(expected);
  });
});

test("more records need no more statements, nor does their undo", async () => {
  const create = async (count: number) => {
    const targets: Target[] = [];
    for (let nth = 0; nth < count; nth++)
      targets.push(await made("account", { name: `Row ${nth}`, industry: "energy" }));
    return targets;
  };
  const counts = async (targets: readonly Target[], change: BulkChange) => {
    const outcomes: { id: string; version: number | null; before: unknown }[] = [];
    const sent = await statementsOf(async () => void outcomes.push(...(await changed("account", change, targets))));
    const rows = outcomes.map(({ id, version, before }) => ({ id, version: version ?? 0, before }));
    const back = await statementsOf(() =>
      inTransaction({ ...site.ctx, batchId: batch }, (ctx) => undoRecords(ctx, manyOf("account"), rows, 60_000)),
    );
    return [sent.length, back.length];
  };
  for (const change of [{ type: "set", field: "industry", value: "media" }, { type: "archive" }] as BulkChange[]) {
    const few = await counts(await create(3), change);
    expect(await counts(await create(9), change)).toEqual(few);
  }
});

test("one that rules refuse is refused as in a single edit, and the others change", async () => {
  const amounts = [];
  for (const name of ["Open", "Also open"]) amounts.push(await made("opportunity", { name }));
  const [first] = amounts;
  const refusal = await opportunityOperations
    .update(site.ctx, { ...(first as Target), actualCloseDate: "2026-05-01" } as never)
    .catch(({ message }: Error) => message);
  const outcomes = await changed(
    "opportunity",
    { type: "set", field: "actualCloseDate", value: "2026-05-01" },
    amounts,
  );
  expect(outcomes.map(({ state, reason }) => [state, reason])).toEqual(amounts.map(() => ["failed", refusal]));
});

test("one of a version that no record has yet is refused as in a single edit", async () => {
  const { id } = await made("account", { name: "Early" });
  const refusal = await accountOperations
    .update(site.ctx, { id, version: 9, industry: "media" })
    .catch(({ message }: Error) => message);
  const outcomes = await changed("account", { type: "set", field: "industry", value: "media" }, [{ id, version: 9 }]);
  expect(outcomes).toMatchObject([{ state: "failed", reason: refusal }]);
});

test("a text that mentions somebody is noted for each record", async () => {
  const mention = { type: "mention", attrs: { entity: "member", id: site.member } };
  const doc = { type: "doc", content: [{ type: "paragraph", content: [mention] }] };
  const pair = [
    await made("activity", { name: "One", kind: "task" }),
    await made("activity", { name: "Two", kind: "task" }),
  ];
  const outcomes = await changed("activity", { type: "set", field: "description", value: { doc } }, pair);
  expect(outcomes.map(({ state }) => state)).toEqual(["changed", "changed"]);
  const mentions = await adminQuery<{ id: string }>(
    "select record_id as id from mentions where tenant_id = $1 and to_id = $2 order by record_id",
    [site.ctx.tenant.id, site.member],
  );
  expect(mentions.map(({ id }) => id)).toEqual(pair.map(({ id }) => id));
});

test("what was archived with records is restored with them", async () => {
  const archived: Target[] = [];
  for (const name of ["One", "Two"]) {
    const account = await made("account", { name });
    await made("contact", { lastName: `Of ${name}`, accountId: account.id });
    archived.push(await accountOperations.archive(site.ctx, { ...account, withUnder: true } as never));
  }
  const accountId = { in: archived.map(({ id }) => id) };
  expect(await site.ctx.db.contact.count({ where: { accountId, archivedAt: null } })).toBe(0);
  const outcomes = await changed("account", { type: "restore" }, archived);
  expect(outcomes.map(({ state }) => state)).toEqual(["changed", "changed"]);
  expect(await site.ctx.db.contact.count({ where: { accountId, archivedAt: null } })).toBe(2);
});

test("what follows from a record follows for each: the next activities of two series", async () => {
  const latest: Target[] = [];
  for (const name of ["First series", "Second series"]) {
    const activity = await made("activity", { name, kind: "call", startsAt: "2030-03-01T10:00:00Z" });
    const { version } = await setActivityRepeat(site.ctx, { ...activity, rule: { every: 1, unit: "week" } });
    latest.push({ id: activity.id, version });
  }
  const outcomes = await changed("activity", { type: "archive" }, latest);
  expect(outcomes.map(({ state }) => state)).toEqual(["changed", "changed"]);
  const next = await site.ctx.db.activity.findMany({
    where: { name: { endsWith: "series" }, archivedAt: null },
    select: { name: true, startsAt: true },
    orderBy: { name: "asc" },
  });
  const startsAt = new Date("2030-03-08T10:00:00Z");
  expect(next).toEqual([
    { name: "First series", startsAt },
    { name: "Second series", startsAt },
  ]);
});

test("one that another process holds too long is named, and the others change", async () => {
  const [free, locked] = [await made("account", { name: "Free" }), await made("account", { name: "Held" })];
  await using _held = await hold(`update accounts set employees = 7 where id = '${locked.id}'`);
  const outcomes = await inTransaction(site.ctx, async (ctx) => {
    await tenantRows(ctx)`select set_config('lock_timeout', '200ms', true) as limited`;
    return await changeRecords(ctx, manyOf("account"), { type: "clear", field: "owner" }, [free, locked], 60_000);
  });
  expect(outcomes).toMatchObject([
    { id: free.id, state: "changed" },
    { id: locked.id, state: "failed", reason: expect.stringContaining("Another process is using this record") },
  ]);
});
