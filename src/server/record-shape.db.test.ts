import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { declaredNouns } from "@/registry/nouns";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { type Answer, rest, withKey } from "@/test/tenancy/doors";
import { shapeOf } from "./record-shape";

let workspace: TestWorkspace;
let owner: TestMember;
let headers: Record<string, string>;
let group: { id: string };
let acme: { id: string };
let ann: { id: string };
beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.join("owner");
  headers = await withKey(workspace.tenant.id, owner, [...permissions]);
  const ctx = await workspace.as(owner);
  group = await accountOperations.create(ctx, { name: "Acme Group" });
  acme = await accountOperations.create(ctx, { name: "Acme", parentId: group.id });
  ann = await contactOperations.create(ctx, { firstName: "Ann", accountId: acme.id });
  await contactOperations.create(ctx, { firstName: "Ben", accountId: acme.id });
});

const get = (path: string, as = headers): Promise<Answer> => rest("GET", path, as);
const included = ({ body }: Answer) =>
  (body.meta as { included: Record<string, { id: string; name: string }[]> }).included;
const namesIn = (answer: Answer) =>
  Object.fromEntries(
    Object.entries(included(answer)).map(([entity, records]) => [entity, records.map(({ name }) => name).sort()]),
  );

describe("fields", () => {
  test("narrow one record and each of a list to these and the id", async () => {
    const one = await get(`/contacts/${ann.id}?fields=name,account`);
    expect(one.body).toEqual({
      ...{ data: { id: ann.id, name: "Ann", account: { id: acme.id, name: "Acme" } }, meta: {} },
    });
    const list = await get("/contacts?fields=name, version&limit=1");
    expect(list.body).toMatchObject({ meta: { total: 2, nextCursor: expect.any(String) } });
    expect((list.body.data as object[]).map((row) => Object.keys(row).sort())).toEqual([["id", "name", "version"]]);
    const asked = await rest("POST", "/contacts/query", headers, { fields: "name", q: "ann" });
    expect(asked.body.data).toEqual([{ id: ann.id, name: "Ann" }]);
  });

  test("take custom fields one by one", async () => {
    const ctx = await workspace.as(owner);
    const given = { entity: "contact" as const, kind: "text" as const, settings: {} };
    for (const label of ["Region", "Team"])
      await createCustomField(await later(ctx), { ...given, label, required: false, unique: false, initial: null });
    await contactOperations.update(await later(ctx), {
      ...{ id: ann.id, version: 1, custom: { region: "EMEA", team: "Blue" } },
    });
    const answer = await get(`/contacts/${ann.id}?fields=custom.region`);
    expect(answer.body.data).toEqual({ id: ann.id, custom: { region: "EMEA" } });
  });

  test.each(["nme", "ownerId", "custom.nothing", "secret", "__proto__", "name,,owner", ""])(
    "%j is VALIDATION before anything is read",
    async (fields) => {
      for (const path of [`/contacts/${ann.id}`, "/contacts"]) {
        const answer = await get(`${path}?fields=${encodeURIComponent(fields)}`);
        expect(answer).toMatchObject({ status: 422, code: "VALIDATION", details: { fields: [{ path: "fields" }] } });
        if (!fields.includes(",")) expect(answer.message).toContain(fields);
      }
    },
  );

  test("that the caller may not read are refused in the same words as unknown ones, with the references that they are", async () => {
    const ctx = { ...(await workspace.as(owner)), hiddenFields: { contact: ["jobTitle", "account"] } };
    const words = (name: string) => `There is no field ${name}, or you may not read it.`;
    for (const name of ["jobTitle", "account", "nothing"])
      expect(() => shapeOf(ctx, "contact", { fields: name })).toThrow(words(name));
    for (const include of ["account", "nothing"])
      expect(() => shapeOf(ctx, "contact", { include })).toThrow(`There is no reference ${include}`);
    expect(() => shapeOf(ctx, "contact", { fields: "name" })).not.toThrow();
  });

  test("are no input of other requests", async () => {
    expect(await get("/members?fields=name")).toMatchObject({ status: 422, details: { fields: [{ path: "fields" }] } });
    const created = await rest("POST", "/accounts", headers, { name: "X", fields: "name" });
    expect(created).toMatchObject({ status: 422, details: { fields: [{ path: "fields" }] } });
  });
});

describe("include", () => {
  test("adds each record that references point to once, by its kind, up to two steps away", async () => {
    const list = await get("/contacts?include=account,owner,account.parent&fields=name");
    expect(namesIn(list)).toEqual({ account: ["Acme", "Acme Group"], member: [owner.name] });
    const one = await get(`/contacts/${ann.id}?include=account`);
    expect(included(one).account).toEqual([
      expect.objectContaining({ id: acme.id, parent: { id: group.id, name: "Acme Group" }, version: 1 }),
    ]);
    const bare = await get(`/accounts/${group.id}?include=parent`);
    expect(included(bare)).toEqual({ account: [] });
  });

  test.each([
    ["account.parent.parent", "more than 2 steps"],
    ["account.parent.parent.parent.parent", "more than 2 steps"],
    ["name", "There is no reference name"],
    ["accont", "There is no reference accont"],
    ["account.nothing", "There is no reference account.nothing"],
    ["account,owner,nextOwner,nextStepOwner,account.parent,account.owner", "at most 5"],
    ["account,", "separated by commas"],
  ])("%s is VALIDATION: %s", async (include, message) => {
    const answer = await get(`/contacts?include=${include}`);
    expect(answer).toMatchObject({ status: 422, code: "VALIDATION", details: { fields: [{ path: "include" }] } });
    expect(answer.message).toContain(message);
  });

  test("leaves out what the caller may not see: hidden records, and kinds without a scope", async () => {
    const apart = await testWorkspace();
    const [boss, member] = [await apart.join("owner"), await apart.join("member")];
    const ctx = await apart.as(boss);
    const hidden = await accountOperations.create(ctx, { name: "Hidden" });
    const shown = await contactOperations.create(ctx, { firstName: "Eve", accountId: hidden.id, ownerId: member.id });
    await setVisibility(ctx, { entity: "account", level: "own" });
    const mine = await withKey(apart.tenant.id, member, [...permissions]);
    const answer = await get(`/contacts/${shown.id}?include=account,owner`, mine);
    expect(answer.body.data).toMatchObject({ account: { id: null } });
    expect(namesIn(answer)).toEqual({ account: [], member: [member.name] });
    const narrow = await withKey(apart.tenant.id, boss, ["contact:view"]);
    const alone = await get(`/contacts/${shown.id}?include=account,owner`, narrow);
    expect(Object.values(included(alone)).flat()).toEqual([]);
  });

  test("works for each reference of each kind of record", async () => {
    for (const { noun } of Object.values(declaredNouns)) {
      const names = Object.entries(noun.fields).flatMap(([name, { kind }]) =>
        kind === "reference" || kind === "member" ? [name] : [],
      );
      for (const name of names) {
        const { status } = await get(`/${noun.head.path}?include=${name}&limit=1`);
        // Loss reasons are no records by themselves.
        expect([noun.entity, name, status]).toEqual([noun.entity, name, name === "lossReason" ? 422 : 200]);
      }
    }
    expect(await get(`/contacts/${randomUUID()}?include=account`)).toMatchObject({ status: 404 });
  });
});
