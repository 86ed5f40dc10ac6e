// @module-tag once

import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { declaredNouns } from "@/registry/nouns";
import { atOnce } from "@/test/at-once";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rest, withKey } from "@/test/tenancy/doors";

let workspace: TestWorkspace;
let owner: TestMember;
let headers: Record<string, string>;
beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  owner = await workspace.join("owner");
  headers = await withKey(workspace.tenant.id, owner, [...permissions]);
});

const ctx = async () => await workspace.as(owner);
const put = (path: string, body: unknown, as = headers) => rest("PUT", path, as, body);
const hubspot = (id: string = randomUUID()) => ({ externalSource: "HubSpot", externalId: id });
const rows = async (table: string) =>
  await adminQuery(`select id, version from ${table} where tenant_id = $1 order by id`, [workspace.tenant.id]);

test("every kind of record that files bring has it, and no other", () => {
  const has = Object.values(declaredNouns).filter((one) => "upsert" in one);
  expect(has.map(({ noun }) => noun.entity)).toEqual(
    Object.values(declaredNouns).flatMap(({ noun }) => (noun.head.imported ? [noun.entity] : [])),
  );
});

describe("by external id", () => {
  test("a record is created once, then only given fields are written, over any version", async () => {
    const known = hubspot();
    const first = await put("/accounts", { ...known, name: "Halden Marine", industry: "Ports" });
    expect(first).toMatchObject({ status: 201, body: { data: { created: true, record: { ...known, version: 1 } } } });
    const { record } = first.body.data as { record: { id: string } };
    await accountOperations.update(await ctx(), { id: record.id, version: 1, employees: 12 });
    const second = await put("/accounts", { ...known, industry: "Rail" });
    expect(second).toMatchObject({ status: 200, body: { data: { created: false } } });
    expect((second.body.data as { record: object }).record).toMatchObject({
      ...{ id: record.id, name: "Halden Marine", industry: "Rail", employees: 12, version: 3 },
    });
    const same = await put("/accounts", { ...known, industry: "Rail" });
    expect(same).toMatchObject({ status: 200, body: { data: { record: { version: 3 } } } });
  });

  test("the same id of another product is another record", async () => {
    const known = hubspot();
    const first = await put("/products", { ...known, name: "Winch" });
    const other = await put("/products", { ...known, externalSource: "Pipedrive", name: "Crane" });
    expect([first.status, other.status]).toEqual([201, 201]);
  });

  test("a record in the archive is changed there", async () => {
    const known = hubspot();
    const made = await accountOperations.create(await ctx(), { ...known, name: "Archived" });
    await accountOperations.archive(await ctx(), made);
    const { status, body } = await put("/accounts", { ...known, name: "Still archived" });
    expect(status).toBe(200);
    expect((body.data as { record: object }).record).toMatchObject({
      ...{ id: made.id, name: "Still archived", archivedAt: expect.any(String) },
    });
  });

  test("fields that only a new record takes leave one that exists as it is", async () => {
    const known = hubspot();
    const { body } = await put("/opportunities", { ...known, name: "Deal" });
    const { id, stageId } = (body.data as { record: { id: string; stageId: string } }).record;
    const [other] = await adminQuery<{ id: string }>(
      "select id from stages where tenant_id = $1 and id <> $2 and type = 'open' limit 1",
      [workspace.tenant.id, stageId],
    );
    const again = await put("/opportunities", { ...known, name: "Bigger deal", stageId: other?.id });
    expect(again.status).toBe(200);
    expect(await opportunityOperations.get(await ctx(), { id })).toMatchObject({ name: "Bigger deal", stageId });
  });

  test("two at once create one record", async () => {
    const known = hubspot();
    const act = () => put("/accounts", { ...known, name: "At once" });
    const answers = (await atOnce(act, act)).map((one) => (one.status === "fulfilled" ? one.value.status : one.reason));
    expect(answers.sort()).toEqual([200, 201]);
  });

  test.each([
    ["externalId", { externalSource: "HubSpot", name: "No id" }],
    ["externalSource", { externalId: "7", name: "No source" }],
    ["name", hubspot()],
    ["industy", { ...hubspot(), name: "Typo", industy: "Rail" }],
  ])("%s: what is missing or unknown is named, and nothing is written", async (path, body) => {
    const before = await rows("accounts");
    const answer = await put("/accounts", body);
    expect(answer).toMatchObject({ status: 422, code: "VALIDATION" });
    expect(answer.details?.fields?.map((one) => one.path)).toContain(path);
    expect(await rows("accounts")).toEqual(before);
  });
});

describe("by e-mail", () => {
  const emailsOf = (...values: string[]) => ({ matchBy: "email", emails: values.map((value) => ({ value })) });
  const address = () => `${randomUUID()}@acme.example`;

  test("a contact is known by any of its addresses, keeps them, and gets those that it lacks", async () => {
    const [work, home, other] = [address(), address(), address()];
    const first = await put("/contacts", { ...emailsOf(work, home), firstName: "Ann" });
    expect(first.status).toBe(201);
    const second = await put("/contacts", { ...emailsOf(home.toUpperCase(), other), jobTitle: "Buyer" });
    expect(second).toMatchObject({ status: 200, body: { data: { created: false } } });
    const { record } = second.body.data as { record: { emails: { value: string }[] } };
    expect(record).toMatchObject({ firstName: "Ann", jobTitle: "Buyer" });
    expect(record.emails.map(({ value }) => value)).toEqual([work, home, other]);
  });

  test("several contacts that match are CONFLICT with their ids, and nothing is written", async () => {
    const [one, other] = [address(), address()];
    const made = [
      await contactOperations.create(await ctx(), { firstName: "Ann", emails: [{ value: one }] }),
      await contactOperations.create(await ctx(), { firstName: "Ben", emails: [{ value: other }] }),
    ];
    const before = await rows("contacts");
    const answer = await put("/contacts", { ...emailsOf(one, other), jobTitle: "Buyer" });
    expect(answer).toMatchObject({ status: 409, code: "CONFLICT" });
    expect(answer.details).toMatchObject({ reason: "several", ids: made.map(({ id }) => id) });
    expect(await rows("contacts")).toEqual(before);
  });

  test("two at once create one contact", async () => {
    const act = () => put("/contacts", { ...emailsOf(email), firstName: "Ann" });
    const email = address();
    const answers = (await atOnce(act, act)).map((one) => (one.status === "fulfilled" ? one.value.status : one.reason));
    expect(answers.sort()).toEqual([200, 201]);
  });

  test("without an address there is nothing to know it by; other kinds are not known by one", async () => {
    const before = [await rows("contacts"), await rows("accounts")];
    expect(await put("/contacts", { matchBy: "email", firstName: "Ann" })).toMatchObject({
      ...{ status: 422, details: { fields: [{ path: "emails" }] } },
    });
    expect(await put("/contacts", { firstName: "Ann" })).toMatchObject({
      ...{ status: 422, details: { fields: [{ path: "externalId" }] } },
    });
    expect(await put("/accounts", { ...hubspot(), matchBy: "email", name: "A" })).toMatchObject({
      ...{ status: 422, details: { fields: [{ path: "matchBy" }] } },
    });
    expect([await rows("contacts"), await rows("accounts")]).toEqual(before);
  });
});

describe("rights", () => {
  test("a key that may only create changes nothing, and one that may only edit creates nothing", async () => {
    const known = hubspot();
    await accountOperations.create(await ctx(), { ...known, name: "Theirs" });
    const creating = await withKey(workspace.tenant.id, owner, ["account:create"]);
    const editing = await withKey(workspace.tenant.id, owner, ["account:edit"]);
    const before = await rows("accounts");
    expect(await put("/accounts", { ...known, name: "Mine" }, creating)).toMatchObject({ status: 403 });
    expect(await put("/accounts", { ...hubspot(), name: "New" }, editing)).toMatchObject({ status: 403 });
    expect(await rows("accounts")).toEqual(before);
    expect((await put("/accounts", { ...known, name: "Edited" }, editing)).status).toBe(200);
    expect((await put("/accounts", { ...hubspot(), name: "New" }, creating)).status).toBe(201);
  });

  test("a hidden record is neither changed nor named; a visible one of somebody else is FORBIDDEN", async () => {
    const apart = await testWorkspace();
    const [boss, member] = [await apart.join("owner"), await apart.join("member")];
    const [known, email] = [hubspot(), `${randomUUID()}@acme.example`];
    const hidden = await contactOperations.create(await apart.as(boss), {
      ...{ ...known, firstName: "Hidden", emails: [{ value: email }] },
    });
    const asMember = await withKey(apart.tenant.id, member, [...permissions]);
    const byEmail = { matchBy: "email", emails: [{ value: email }], firstName: "Taken" };
    expect(await put("/contacts", { ...known, firstName: "Taken" }, asMember)).toMatchObject({ status: 403 });
    expect(await put("/contacts", byEmail, asMember)).toMatchObject({ status: 403 });
    await setVisibility(await apart.as(boss), { entity: "contact", level: "own" });
    const refused = await put("/contacts", { ...known, firstName: "Taken" }, asMember);
    expect(refused).toMatchObject({ status: 422, details: { fields: [{ path: "externalId" }] } });
    expect(JSON.stringify(refused.body)).not.toContain(hidden.id);
    expect((await put("/contacts", byEmail, asMember)).status).toBe(201);
    expect(await contactOperations.get(await apart.as(boss), { id: hidden.id })).toMatchObject({
      ...{ firstName: "Hidden", version: 1 },
    });
  });

  test("another workspace has its own records", async () => {
    const known = hubspot();
    await accountOperations.create(await ctx(), { ...known, name: "Here" });
    const before = await rows("accounts");
    const other = await testWorkspace();
    const there = await withKey(other.tenant.id, await other.join("owner"), [...permissions]);
    expect((await put("/accounts", { ...known, name: "There" }, there)).status).toBe(201);
    expect(await rows("accounts")).toEqual(before);
  });
});
