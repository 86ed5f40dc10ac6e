// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { customName } from "@/lib/fields/custom";
import type { Condition } from "@/lib/list-filter";
import { permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { getBoard, getBoardColumn, getPipelineTotals } from "@/modules/crm/opportunities/board/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import type { Ctx } from "@/server/context";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { rest, withKey } from "./tenancy/doors";

// A member tries to learn a hidden account's values by conditions, sorts, groups and totals over their own records that
// point to it. Each answer is the same whatever the hidden account holds.

let workspace: TestWorkspace;
let admin: Ctx;
let seller: TestMember;
let attacker: Ctx;
let hidden: { id: string; version: number };
let stageId: string;
const region = customName("region");

beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  admin = await workspace.role("admin");
  const field = { key: "region", kind: "text", label: "Region", position: 1, settings: {}, updatedAt: new Date() };
  for (const entity of ["account", "contact"]) await admin.db.customField.create({ data: { entity, ...field } });
  const partner = { ...field, key: "partner", kind: "reference", settings: { to: "account" } };
  await admin.db.customField.create({ data: { entity: "contact", ...partner } });
  admin = await later(admin);
  seller = await workspace.join("member");
  const own = { account: "own", contact: "own", opportunity: "own", activity: "own" } as const;
  attacker = await later(await workspace.as(seller, { visibility: own }));
  hidden = await accountOperations.create(admin, { name: "Hidden" });
  const seen = await accountOperations.create(admin, { name: "Seen", industry: "Energy", ownerId: seller.id });
  const mine = { ownerId: seller.id };
  for (const accountId of [hidden.id, seen.id, null]) {
    const made = await createOpportunity(admin, { name: `Of ${accountId}`, accountId, ...mine });
    stageId = made.stageId;
    await contactOperations.create(admin, {
      name: `Of ${accountId}`,
      accountId,
      ...mine,
      custom: { partner: accountId },
    });
  }
  await accountOperations.create(admin, { name: "Below hidden", parentId: hidden.id, ...mine });
  await accountOperations.create(admin, { name: "Below seen", parentId: seen.id, ...mine });
});

const secrets = [
  { industry: "Energy", employees: 7, domain: "secret.example", custom: { region: "North" } },
  { industry: "Mining", employees: null, domain: null, custom: { region: null } },
];

const conditions = (of: string): Condition[] => [
  { field: `${of}.industry`, op: "is", value: "Energy" },
  { field: `${of}.industry`, op: "isNot", value: "Energy" },
  { field: `${of}.industry`, op: "noneOf", value: ["Energy"] },
  { field: `${of}.industry`, op: "startsWith", value: "En" },
  { field: `${of}.employees`, op: "atLeast", value: 5 },
  { field: `${of}.employees`, op: "empty" },
  { field: `${of}.employees`, op: "notEmpty" },
  { field: `${of}.domain`, op: "contains", value: "secret" },
  { field: `${of}.owner`, op: "empty" },
  { field: `${of}.owner`, op: "is", value: "me" },
  { field: `${of}.name`, op: "contains", value: "idde" },
  { field: `${of}.createdAt`, op: "is", value: "today" },
  { field: `${of}.${region}`, op: "is", value: "North" },
  { field: `${of}.${region}`, op: "contains", value: "ort" },
  { field: `${of}.${region}`, op: "empty" },
  { field: of, op: "is", value: hidden.id },
  { field: of, op: "isNot", value: hidden.id },
  { field: of, op: "empty" },
  { field: of, op: "notEmpty" },
];

type Ask = (ctx: Ctx, filter: object) => Promise<unknown>;
const call = (operation: unknown): Ask => operation as Ask;
const names = (rows: unknown) => (rows as { name: string }[]).map(({ name }) => name).sort();

/** The doors to conditions over the account of opportunities and contacts, and the parent and partner of others. */
const doors: [string, string, Ask][] = [
  [
    "the list of opportunities",
    "account",
    async (ctx, filter) => names((await opportunityOperations.list(ctx, filter)).rows),
  ],
  ["their totals", "account", async (ctx, filter) => (await opportunityOperations.totals(ctx, filter)).count],
  [
    "their groups",
    "account",
    async (ctx, filter) => await opportunityOperations.groups(ctx, { ...filter, group: "owner" }),
  ],
  ["their board", "account", async (ctx, filter) => (await getBoard(ctx, filter)).columns.map(({ count }) => count)],
  ["a column of it", "account", async (ctx, filter) => names((await getBoardColumn(ctx, { ...filter, stageId })).rows)],
  [
    "their stages",
    "account",
    async (ctx, filter) => (await getPipelineTotals(ctx, filter)).stages.map(({ count }) => count),
  ],
  ["the list of contacts", "account", async (ctx, filter) => names((await contactOperations.list(ctx, filter)).rows)],
  [
    "a reference of the workspace",
    customName("partner"),
    async (ctx, filter) => names((await contactOperations.list(ctx, filter)).rows),
  ],
  ["the list of accounts", "parent", async (ctx, filter) => names((await accountOperations.list(ctx, filter)).rows)],
  ["the totals of accounts", "parent", async (ctx, filter) => (await accountOperations.totals(ctx, filter)).count],
];

async function setSecret(values: object): Promise<void> {
  const { version } = await accountOperations.get(admin, { id: hidden.id });
  await accountOperations.update(admin, { id: hidden.id, version, ...values } as never);
}

describe.each(doors)("%s", (_door, of, ask) => {
  test("answers a member the same, whatever a hidden record holds, and an admin by what it holds", async () => {
    const asked = conditions(of);
    const answers: { blind: unknown[]; seeing: unknown[] }[] = [];
    for (const secret of secrets) {
      await setSecret(secret);
      const all = async (ctx: Ctx) => {
        const found: unknown[] = [];
        for (const condition of asked) found.push(await ask(ctx, { conditions: [condition] }));
        return found;
      };
      answers.push({ blind: await all(attacker), seeing: await all(admin) });
    }
    expect(answers[0]?.blind).toEqual(answers[1]?.blind);
    expect(answers[0]?.seeing).not.toEqual(answers[1]?.seeing);
  });

  test("counts a hidden record as empty", async () => {
    const all = await ask(attacker, {});
    const empty = await ask(attacker, { conditions: [{ field: of, op: "empty" }] });
    const set = await ask(attacker, { conditions: [{ field: of, op: "notEmpty" }] });
    const hides = await ask(attacker, { conditions: [{ field: of, op: "is", value: hidden.id }] });
    const nothing = await ask(attacker, { q: "no such name" });
    expect(hides).toEqual(nothing);
    expect(empty).not.toEqual(all);
    expect(set).not.toEqual(all);
  });
});

test("REST answers as the screens do", async () => {
  await setSecret(secrets[0] as object);
  await admin.db.visibilitySetting.createMany({
    data: ["account", "contact", "opportunity"].map((entity) => ({ entity, level: "own" })),
  });
  const headers = await withKey(workspace.tenant.id, seller, [...permissions]);
  for (const condition of conditions("account")) {
    const search = new URLSearchParams({ conditions: JSON.stringify([condition]) });
    const answer = await rest("GET", `/opportunities?${search}`, headers);
    expect(answer.status, answer.message).toBe(200);
    const { rows } = await opportunityOperations.list(attacker, { conditions: [condition] });
    expect(names(answer.body.data), JSON.stringify(condition)).toEqual(names(rows));
  }
  const totals = new URLSearchParams({ totals: JSON.stringify([{ field: "amount", of: "sum" }]) });
  const answer = await rest("GET", `/opportunities/totals?${totals}`, headers);
  expect(answer.body.data).toMatchObject({ count: 3 });
});

describe("a field of referenced records that may not be read", () => {
  test("counts as empty, and names no other answer than a missing value", async () => {
    await setSecret(secrets[0] as object);
    const blind = await later(await workspace.as(seller, { hiddenFields: { account: ["industry", region] } }));
    const found = async (field: string, op: Condition["op"], value?: string) =>
      (await opportunityOperations.totals(blind, { conditions: [{ field, op, value }] })).count;
    expect(await found("account.industry", "is", "Energy")).toBe(0);
    expect(await found("account.industry", "notEmpty")).toBe(0);
    expect(await found("account.industry", "isNot", "Energy")).toBe(3);
    expect(await found(`account.${region}`, "empty")).toBe(3);
    expect(await found("account.name", "notEmpty")).toBe(2);
    const totals = [{ field: "industry", of: "filled" as const }];
    await expect(accountOperations.totals(blind, { totals })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "totals.0.field" }] },
    });
    const sort = [
      { field: "name", direction: "asc" as const },
      { field: "industry", direction: "asc" as const },
    ];
    await expect(accountOperations.list(blind, { sort })).rejects.toMatchObject({
      details: { fields: [{ path: "sort.1.field" }] },
    });
  });
});

test("paths end after one step, and name fields that there are", async () => {
  const refused = async (field: string) =>
    await expect(
      call(opportunityOperations.list)(admin, { conditions: [{ field, op: "empty" }] }),
    ).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "conditions.0.field" }] },
    });
  for (const field of [
    "account.parent.name",
    "account.nothing",
    "account.",
    ".name",
    "name.industry",
    "account.constructor",
    "owner.tags",
    "stage.name",
  ])
    await refused(field);
});

describe("a filter by linked records answers for a hidden one as for an id that nobody has", () => {
  const nobody = randomUUID();
  const about = (entity: string, id: string) => ({ entity, id });
  let contactId = "";
  let opportunityId = "";

  beforeAll(async () => {
    contactId = (await contactOperations.create(admin, { name: "Hidden contact", accountId: hidden.id })).id;
    opportunityId = (await createOpportunity(admin, { name: "Hidden opportunity", accountId: hidden.id })).id;
    const links = [about("account", hidden.id), about("contact", contactId), about("opportunity", opportunityId)];
    await activityOperations.create(admin, { name: "Of hidden ones", about: links, ownerId: seller.id });
    const seen = await contactOperations.create(admin, { name: "Seen", accountId: hidden.id, ownerId: seller.id });
    await activityOperations.create(admin, {
      name: "Of a seen contact of a hidden account",
      about: [about("contact", seen.id)],
      ownerId: seller.id,
    });
    const mine = await createOpportunity(admin, { name: "With a hidden contact", ownerId: seller.id });
    await addOpportunityContact(admin, { id: mine.id, version: mine.version, contactId });
  });

  const lists = [activityOperations, opportunityOperations].flatMap((operations) =>
    Object.entries(operations.table.list.fields).flatMap(([field, { kind, objects = [] }]) =>
      kind === "related" && objects.some((one) => ["account", "contact", "opportunity"].includes(one))
        ? [[`${operations.table.list.entity} by ${field}`, field, operations] as const]
        : [],
    ),
  );

  test.each(lists)("%s", async (_name, field, operations) => {
    let told = 0;
    for (const id of [hidden.id, contactId, opportunityId])
      for (const op of ["is", "anyOf", "noneOf"] as const) {
        const found = async (ctx: Ctx, value: string) =>
          await call(operations.totals)(ctx, { conditions: [{ field, op, value: op === "is" ? value : [value] }] });
        expect(await found(attacker, id), `${op} ${id}`).toEqual(await found(attacker, nobody));
        if (JSON.stringify(await found(admin, id)) !== JSON.stringify(await found(admin, nobody))) told++;
      }
    expect(told, "an admin finds records by it").toBeGreaterThan(0);
  });
});
