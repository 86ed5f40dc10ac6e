// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { customName } from "@/lib/fields/custom";
import { unseenRecord } from "@/lib/unseen-record";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { opportunityScope } from "@/modules/crm/opportunities/scope";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import { timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { shownReference } from "@/server/scope";
import { later, type TestWorkspace, testWorkspace } from "./ctx";
import { firstCursor } from "./feed-reader";
import { fillWorkspace } from "./full-workspace";
import { makeRecords } from "./noun-rows";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { isDeep, triedOperations } from "./tiers";

// Under the visibilities "own" and "team" no output, and no refusal, contains the id or the name of a record that the caller may
// not see.

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
const own = { visibility: { account: "own", contact: "own", opportunity: "own" } } as const;
const ofTeam = { visibility: { account: "team", contact: "team", opportunity: "team" } } as const;

let workspace: TestWorkspace;
let admin: Ctx;
/** Owned by the seller, who sees them; each is related to hidden ones in every possible way. */
let ids: Record<string, string>;
const requesters: Record<string, Ctx> = {};
/** The name of the field of the workspace that points to a hidden account. */
let partner = "";
/** Of accounts, contacts and opportunities, by the admin. */
const hidden: Record<string, string> = {};
/** The name of such a record: no other text has it. */
const secretName = (key: string) => `Quartz ${key}`;

const all = Object.entries(operations as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant",
);

async function relate({ account = "", contact = "", opportunity = "" }: Ids): Promise<void> {
  const parent = async (key: string, parentId?: string) =>
    (await accountOperations.create(admin, { name: secretName(key), parentId })).id;
  hidden.top = await parent("top");
  hidden.parent = await parent("parent", hidden.top);
  hidden.formerParent = await parent("formerParent");
  hidden.child = await parent("child", account);
  hidden.beside = await parent("beside", hidden.parent);
  hidden.formerAccount = await parent("formerAccount");
  const { stageId } = await admin.db.opportunity.findFirstOrThrow({
    where: { id: opportunity },
    select: { stageId: true },
  });
  hidden.opportunity = (
    await createOpportunity(admin, { name: secretName("opportunity"), accountId: account, stageId })
  ).id;
  const versionOf = async (id: string) =>
    (await admin.db.account.findFirstOrThrow({ where: { id }, select: { version: true } })).version;
  for (const parentId of [hidden.formerParent, hidden.parent])
    await accountOperations.update(admin, { id: account, version: await versionOf(account), parentId });
  for (const accountId of [hidden.formerAccount, hidden.beside]) {
    const row = await admin.db.opportunity.findFirstOrThrow({ where: { id: opportunity }, select: { version: true } });
    await opportunityOperations.update(admin, {
      id: opportunity,
      version: row.version,
      accountId,
      competitorId: hidden.child,
    });
  }
  hidden.contact = (await contactOperations.create(admin, { name: secretName("contact"), accountId: account })).id;
  for (const [id, contactId] of [
    [opportunity, hidden.contact],
    [hidden.opportunity, contact],
  ] as const) {
    const { version } = await admin.db.opportunity.findFirstOrThrow({ where: { id }, select: { version: true } });
    await addOpportunityContact(admin, { id, version, contactId });
  }
}

/** A field of the workspace points from the seller's contact to a hidden account. */
async function relateByOwnField({ contact = "" }: Ids): Promise<void> {
  const given = { entity: "contact", kind: "reference", label: "Partner", settings: { to: "account" } } as const;
  const { key } = await createCustomField(admin, given);
  partner = customName(key);
  const now = await later(admin);
  const { version } = await contactOperations.get(now, { id: contact });
  await contactOperations.update(now, { id: contact, version, custom: { [key]: hidden.top ?? "" } });
}

/** The fields by which the list of a noun can be grouped, built in ones first. */
const groupsOf = (of: keyof typeof declaredNouns): object[] => {
  const built = Object.entries(declaredNouns[of].table.list.fields).filter(([, { groups }]) => groups);
  return [...built.map(([group]) => group), ...(of === "contact" ? [partner] : [])].map((group) => ({ group }));
};

/** As when records were given to a member and taken away again: the notification still exists. */
async function tell(memberId: string): Promise<void> {
  for (const [name, entity] of [
    ["parent", "account"],
    ["opportunity", "opportunity"],
  ] as const) {
    const recordId = hidden[name] ?? "";
    const event = await admin.db.event.findFirstOrThrow({ where: { entityId: recordId }, select: { id: true } });
    const at = new Date();
    const notified = { entity, recordId, eventId: event.id, groupKey: `${entity}:${recordId}`, at, shownFrom: at };
    await admin.db.notification.create({
      data: {
        ...notified,
        memberId,
        type: `${entity}Assigned`,
        actorId: admin.member?.id ?? null,
      },
    });
    await admin.db.recordFollow.create({ data: { memberId, entity, recordId, state: "following" } });
  }
}

beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  const seller = await workspace.join("member");
  ({ ids } = await fillWorkspace(await workspace.as(seller)));
  await relate(ids);
  await relateByOwnField(ids);
  await tell(seller.id);
  requesters.member = await later(await workspace.as(seller, own));
  for (const role of ["manager", "viewer"] as const) {
    const member = await workspace.join(role);
    await tell(member.id);
    requesters[role] = await later(await workspace.as(member, own));
  }
  const colleague = await workspace.join("member");
  await tell(colleague.id);
  const team = await admin.db.team.create({ data: { name: "Sellers", nameKey: "sellers" }, select: { id: true } });
  for (const memberId of [seller.id, colleague.id])
    await admin.db.teamMember.create({ data: { teamId: team.id, memberId }, select: { memberId: true } });
  requesters.colleague = await later(await workspace.as(colleague, ofTeam));
  for (const requester of Object.values(requesters)) feedCursors.push(await firstCursor(requester as Ctx));
});

/** Each ends for all requesters but one. */
const feedCursors: string[] = [];

const settings = () => timelines().flatMap(({ catalog, setting }) => (setting ? [catalog.entity] : []));
/** Inputs that a schema alone does not produce. */
const questions: Record<string, () => object[]> = {
  listTimeline: () => [
    ...["account", "contact", "opportunity", "product", "member"].map((entity) => ({
      entity,
      id: ids[entity],
      limit: 100,
    })),
    { entity: "account", id: ids.account, family: true, limit: 100 },
  ],
  listFeed: () => [{}, ...["account", "contact", "opportunity"].map((entity) => ({ entities: [entity], limit: 100 }))],
  listChanges: () => settings().map((entity) => ({ entities: [entity], limit: 100 })),
  listRecordChanges: () => feedCursors.map((cursor) => ({ cursor, limit: 1_000 })),
  listOpportunities: () => [{ conditions: [{ field: "family", op: "is", value: ids.account }] }],
  groupAccounts: () => groupsOf("account"),
  groupContacts: () => groupsOf("contact"),
  groupOpportunities: () => groupsOf("opportunity"),
  listAccounts: () => [{ conditions: [{ field: "parent", op: "isSet" }] }],
};

function inputsOf(name: string, operation: AnyTenantOperation, of: Ids): unknown[] {
  const idOf = (field: string, one: AnyOperation) => of[entityOf(field, one) ?? ""];
  const fillings = isDeep(name) ? [false, true] : [true];
  const samples = fillings.map((optional) => sampleInput(operation, { optional, idOf }));
  return [...samples, ...(questions[name]?.() ?? [])];
}

/** The answer or the refusal, without the requested ids. */
async function answerTo(ctx: Ctx, operation: AnyTenantOperation, input: unknown): Promise<string> {
  const answer = await (operation as unknown as Callable)(ctx, input).catch((error: unknown) => {
    const { code, message, details } = toAppError(error, "reference");
    if (code === "INTERNAL") throw error;
    return { message, details };
  });
  const asked = JSON.stringify(input) ?? "";
  const text = JSON.stringify(answer) ?? "";
  return Object.values(hidden).reduce((rest, id) => (asked.includes(id) ? rest.replaceAll(id, "asked") : rest), text);
}

/** The hidden records whose ids or names a text holds. */
const recordsIn = (text: string, secret: Record<string, string>) =>
  Object.entries(secret).flatMap(([key, id]) => [
    ...(text.includes(id) ? [key] : []),
    ...(text.includes(secretName(key)) ? [secretName(key)] : []),
  ]);

// The colleague is in the team of the member, and reads the records of the team.
describe.each(["member", "manager", "viewer", "colleague"])("a %s under a visibility that hides records", (role) => {
  const sees = role === "member" || role === "colleague";
  const secret = () => (sees ? hidden : { ...hidden, account: ids.account ?? "", opportunity: ids.opportunity ?? "" });

  test("sees the records that are named here, and not the hidden ones", async () => {
    const ctx = requesters[role] as Ctx;
    const asked = [...Object.values(hidden), ids.account ?? "", ids.opportunity ?? ""];
    const seen = [...(await accountOperations.scope.load(ctx, asked)), ...(await opportunityScope.load(ctx, asked))];
    expect(seen.map(({ id }) => id).sort()).toEqual(sees ? [ids.account, ids.opportunity].sort() : []);
  });

  const queries = all.filter(([, { kind }]) => kind === "query");
  test.each(triedOperations(queries, 1))("%s gives no id and no name of a hidden record", async (name, operation) => {
    const ctx = requesters[role] as Ctx;
    const reachable: Ids[] = [ids, { ...ids, account: hidden.parent ?? "", opportunity: hidden.opportunity ?? "" }];
    for (const known of sees ? reachable : [ids])
      for (const input of inputsOf(name, operation, known)) {
        const asked = JSON.stringify(input) ?? "";
        const answer = await answerTo(ctx, operation, input);
        expect(
          recordsIn(answer, secret()).filter((held) => !asked.includes(secret()[held] ?? held)),
          asked,
        ).toEqual([]);
      }
  });
});

describe("queries of one record", () => {
  const owned = Object.values(declaredNouns).flatMap(({ noun: { entity, head } }) =>
    head.owned ? [[entity, head.path]] : [],
  );
  const asked = owned.flatMap(([entity = "", path]) =>
    all
      .filter(([, { kind, rest }]) => kind === "query" && `${rest?.path}/`.startsWith(`/${path}/{id}/`))
      .map(([name, operation]) => [name, entity, operation] as const),
  );

  let blind: Ctx;
  let known: Ids;
  beforeAll(async () => {
    const visibility = Object.fromEntries(owned.map(([entity]) => [entity, "own" as const]));
    blind = await workspace.as(await workspace.join("member"), { visibility });
    known = await makeRecords(admin, { ...hidden, account: hidden.parent ?? "" }, "hidden");
  });

  test.each(asked)("%s finds no hidden %s", async (_, entity, operation) => {
    const id = known[entity];
    const input = { ...(sampleInput(operation, { optional: false, idOf: () => id }) as object), id };
    await expect((operation as unknown as Callable)(blind, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("where the workspace shows the names of linked records that people cannot open", () => {
  const shown = (ctx: Ctx): Ctx => ({ ...ctx, tenant: { ...ctx.tenant, showsHiddenNames: true } });

  test("a member reads their names, without ids, and finds nothing by them", async () => {
    const ctx = shown(requesters.member as Ctx);
    const record = await opportunityOperations.get(ctx, { id: ids.opportunity ?? "" });
    expect(record.account).toEqual({ id: null, name: secretName("beside") });
    expect(record.competitor).toEqual({ id: null, name: secretName("child") });
    const { rows } = await opportunityOperations.list(ctx, {});
    expect(rows.map(({ account }) => account)).toContainEqual({ id: null, name: secretName("beside") });
    const named = { field: "account.name", op: "contains", value: "Quartz" } as const;
    expect((await opportunityOperations.list(ctx, { conditions: [named] })).rows).toEqual([]);
    const groups = await accountOperations.groups(ctx, { group: "parent" });
    expect(groups.flatMap(({ label }) => label ?? []).filter((label) => label.startsWith("Quartz"))).toEqual([]);
    const timeline = await listTimeline(ctx, { entity: "opportunity", id: ids.opportunity ?? "", limit: 100 });
    expect(JSON.stringify(timeline)).toContain(secretName("contact"));
  });

  test("a guest still reads none", () => {
    const guest = {
      ...shown(requesters.member as Ctx),
      member: { ...requesters.member?.member, role: "guest" },
    } as Ctx;
    const target = { id: hidden.parent ?? "", name: secretName("parent") };
    expect(shownReference(guest, "account", target, false)).toEqual({ id: null, name: unseenRecord });
    expect(shownReference(guest, "product", target, false)).toEqual({ id: null, name: unseenRecord });
  });

  test("a product is always named", () => {
    const target = { id: newId(), name: "Pump" };
    expect(shownReference(requesters.member as Ctx, "product", target, false)).toEqual({ id: null, name: "Pump" });
  });
});

describe("changes by a member", () => {
  // Operations that delete rows come last, so that the others find them.
  const changes = all
    .filter(([, { kind, upload }]) => kind === "mutation" && !upload)
    .sort(([a], [b]) => Number(/^(delete|remove)/.test(a)) - Number(/^(delete|remove)/.test(b)));

  test.each(triedOperations(changes, 1))("%s gives no id and no name of a hidden record", async (name, operation) => {
    for (const known of [ids, { ...ids, account: hidden.parent ?? "", opportunity: hidden.opportunity ?? "" }]) {
      const idOf = (field: string, of: AnyOperation) => known[entityOf(field, of) ?? ""];
      const input = sampleInput(operation, { optional: false, idOf });
      expect(recordsIn(await answerTo(requesters.member as Ctx, operation, input), hidden), name).toEqual([]);
    }
  });
});
