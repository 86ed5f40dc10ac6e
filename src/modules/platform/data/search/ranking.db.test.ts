import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { foldKey } from "@/lib/text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { suggestMentions } from "@/modules/platform/data/mentions/operations/suggest";
import { pickMembers } from "@/modules/platform/identity/members/operations/list";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { rankNames } from "@/server/search/ranking";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { search } from "./operations";

let workspace: TestWorkspace;
let owner: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.role("owner");
  await bootstrapPipelines(workspace.system);
});

const found = async (q: string, { ctx = owner, entity = "contact", limit = 20 } = {}) =>
  (await search(ctx, { q, entities: [entity], limit })).hits.map(({ name }) => name);
const picked = async (q: string, ctx = owner) => (await contactOperations.pick(ctx, { q })).map(({ name }) => name);
const contact = (name: string, more: object = {}) => contactOperations.create(owner, { name, ...more });
const account = (name: string, more: object = {}) => accountOperations.create(owner, { name, ...more });

/** Contacts of this name without an owner, the newest last; their triggers write what search reads. */
async function contactRows(to: TestWorkspace, names: readonly string[], ownerId: string | null = null): Promise<void> {
  await adminQuery(
    `insert into contacts (id, tenant_id, name, name_key, owner_id, updated_at)
     select id, $1, name, key, $5, now() from unnest($2::uuid[], $3::text[], $4::text[]) as made(id, name, key)`,
    [to.tenant.id, names.map(() => newId()), names, names.map(foldKey), ownerId],
  );
}

describe("one ranking", () => {
  /** Names in the order in which the text finds them, whatever the order in which they were created. */
  const cases: [what: string, q: string, names: string[]][] = [
    [
      "words, then beginnings, then parts",
      "ann",
      ["Ann", "Ann Lee", "Mary Ann", "Annette Roy", "Zoe Annan", "Hannah Mannheim"],
    ],
    ["a name that is typed whole", "jan", ["Jan", "Jan Beck", "Ole Jan", "Jannie Ahn", "Abe Janssen"]],
    ["two words", "eva stone", ["Eva Stone", "Eva Stone Wall", "Evan Stoneman", "Steva Brimstone"]],
    ["a last word that is not typed to its end", "olga mar", ["Olga Marx", "Marit Olga"]],
    ["accents and scripts", "zoë", ["Zoé", "Zoe Ng", "Zoeller Kim"]],
    ["Cyrillic words", "иван", ["Иван Орлов", "Орлов Иван", "Иванов Пётр"]],
    ["names with signs of print", "o'brien", ["O’Brien", "Pat O'Brien", "O’Briens Ltd"]],
  ];
  test.each(cases)("%s", async (_, q, names) => {
    const { role } = await testWorkspace();
    const ctx = await role("owner");
    for (const name of names.toReversed()) await contactOperations.create(ctx, { name });
    expect(await found(q, { ctx })).toEqual(names);
    expect(await picked(q, ctx)).toEqual(names);
    const { records } = await suggestMentions(ctx, { q });
    expect(records.map(({ label }) => label)).toEqual(names);
  });

  test("of equal ones the reader's own come first, then those changed last", async () => {
    const { join, as } = await testWorkspace();
    const [me, other] = [await join("admin"), await join("admin")];
    const ctx = await as(me);
    for (const [name, of] of [
      ["Kim Own", me],
      ["Kim Old", other],
      ["Kim New", other],
    ] as const)
      await contactOperations.create(ctx, { name, ownerId: of.id });
    expect(await found("kim", { ctx })).toEqual(["Kim Own", "Kim New", "Kim Old"]);
    expect(await picked("kim", await as(other))).toEqual(["Kim New", "Kim Old", "Kim Own"]);
  });

  test("finds the few that are named so among very many that hold the letters", async () => {
    const crowded = await testWorkspace();
    const ctx = await crowded.role("owner");
    await contactRows(crowded, ["Lee Ann", "Zed Annan"]);
    await contactRows(
      crowded,
      Array.from({ length: 1_300 }, (_, at) => `Hannah ${at}`),
    );
    expect((await found("ann", { ctx, limit: 4 })).slice(0, 2)).toEqual(["Lee Ann", "Zed Annan"]);
    expect(await found("ann", { ctx, limit: 4 })).toHaveLength(4);
    expect((await picked("ann", ctx))[0]).toBe("Lee Ann");
  });
});

describe("signs", () => {
  test.each([
    ["Greenfelder, Janet", "Janet Greenfelder"],
    ["greenfelder,janet", "Janet Greenfelder"],
    ["(Janet) Greenfelder;", "Janet Greenfelder"],
    ["anne-marie quell", "Anne Marie Quell"],
    ["anne marie quell", "Anne–Marie Quell"],
    ['"dr. quince" ...', "Dr Quince"],
  ])("%s finds %s", async (q, name) => {
    const ctx = await (await testWorkspace()).role("owner");
    await contactOperations.create(ctx, { name });
    expect(await found(q, { ctx })).toEqual([name]);
    expect(await picked(q, ctx)).toEqual([name]);
  });

  test.each([
    ["Halvorson & Sons", "Halvorson and Sons Ltd"],
    ["Halvorson and Sons", "Halvorson & Sons Ltd"],
    ["Halvorson&Sons", "Halvorson and Sons"],
    ["Halvorson & Sons Ltd.", "Halvorson and Sons"],
    ["AT&T", "AT&T Inc."],
  ])("%s finds the account %s, as the hint of its form asks", async (q, name) => {
    const ctx = await (await testWorkspace()).role("owner");
    await accountOperations.create(ctx, { name });
    const { hits } = await search(ctx, { q, entities: ["account"], limit: 3 });
    expect(hits).toMatchObject([{ name, similar: false }]);
  });
});

test("signs inside of a word stand for signs of one text, not for the end of one and the beginning of the next", async () => {
  await account("Ace Quoo", { domain: "barr.com" });
  await account("Quoo/Barr Ltd");
  for (const q of ["quoo-barr", "ace quoo-barr"])
    expect(await found(q, { entity: "account" }), q).toEqual(q.startsWith("ace") ? [] : ["Quoo/Barr Ltd"]);
  expect(await found("quoo barr", { entity: "account" })).toEqual(["Quoo/Barr Ltd", "Ace Quoo"]);
});

describe("words in linked records", () => {
  beforeAll(async () => {
    const data = await account("Data Harbour");
    const lesch = await account("Lesch Brothers");
    await contact("Ina Lesch", { accountId: data.id });
    await contact("Ina Brand", { accountId: lesch.id });
    const deal = await createOpportunity(owner, { name: "Data platform", accountId: lesch.id });
    expect(deal.name).toBe("Data platform");
  });

  test("are found with those of the record, in any order", async () => {
    for (const q of ["lesch data", "data lesch", "harb lesch"]) expect(await found(q), q).toEqual(["Ina Lesch"]);
    expect(await found("lesch data", { entity: "opportunity" })).toEqual(["Data platform"]);
    expect(await picked("ina lesch harbour")).toEqual(["Ina Lesch"]);
    expect(await found("lesch harbour bakery")).toEqual([]);
    const { hits } = await search(owner, { q: "lesch data", limit: 8 });
    expect(hits.map(({ name }) => name).sort()).toEqual(["Data platform", "Ina Lesch"]);
  });

  test("are found of records that it lists, as people of an opportunity", async () => {
    const [person, place] = [await contact("Rosalind Quay"), await account("Mill Partners")];
    const { id } = await createOpportunity(owner, { name: "Renewal of mills", accountId: place.id });
    await owner.db.opportunityContact.create({ data: { opportunityId: id, contactId: person.id } });
    expect(await found("renewal rosalind", { entity: "opportunity" })).toEqual(["Renewal of mills"]);
    expect(await found("partners rosalind", { entity: "opportunity" })).toEqual(["Renewal of mills"]);
  });

  test("of records that the reader does not see, or by a field that they may not read, find nothing", async () => {
    const seller = await workspace.join("member");
    const secret = await account("Obsidian Vault", { ownerId: owner.member?.id });
    await contact("Tomas Wren", { ownerId: seller.id, accountId: secret.id });
    expect(await found("wren obsidian")).toEqual(["Tomas Wren"]);
    const own = await workspace.as(seller, { visibility: { account: "own" } });
    expect(await found("wren", { ctx: own })).toEqual(["Tomas Wren"]);
    for (const q of ["wren obsidian", "wren obsid", "vault wren"]) {
      expect(await found(q, { ctx: own }), q).toEqual([]);
      expect(await picked(q, own), q).toEqual([]);
    }
    const blind = await workspace.as(await workspace.join("admin"), { hiddenFields: { contact: ["account"] } });
    expect(await found("wren obsidian", { ctx: blind })).toEqual([]);
    const viewer = await workspace.as(await workspace.join("viewer"), { visibility: { contact: "own" } });
    expect(await found("wren obsidian", { ctx: viewer })).toEqual([]);
  });
});

describe("who asks for people", () => {
  const named = async ({ tenant }: TestWorkspace, id: string, name: string) =>
    await adminQuery("update members set name = $3, name_key = $4 where tenant_id = $1 and id = $2", [
      ...[tenant.id, id, name, foldKey(name)],
    ]);

  test("the quick log of an account is offered its own contacts, the named one first", async () => {
    const { role } = await testWorkspace();
    const ctx = await role("owner");
    const [here, there] = [
      await accountOperations.create(ctx, { name: "Here" }),
      await accountOperations.create(ctx, { name: "There" }),
    ];
    for (const name of ["Hannah Roe", "Bo Annan", "Zoe Ann"])
      await contactOperations.create(ctx, { name, accountId: here.id });
    await contactOperations.create(ctx, { name: "Ann", accountId: there.id });
    const offered = async (q: string | undefined, asker = ctx) =>
      (await contactOperations.pick(asker, { q, within: { field: "account", id: here.id } })).map(({ name }) => name);
    expect(await offered("Ann")).toEqual(["Zoe Ann", "Bo Annan", "Hannah Roe"]);
    expect(await offered(undefined)).toEqual(["Bo Annan", "Hannah Roe", "Zoe Ann"]);
    expect((await contactOperations.pick(ctx, { q: "Ann" }))[0]).toMatchObject({
      ...{ name: "Ann", account: { id: there.id, name: "There" } },
    });
    const blind = { ...ctx, hiddenFields: { contact: ["account"] } };
    for (const q of ["Ann", undefined]) expect(await offered(q, blind)).toEqual([]);
  });

  test("mentions name members by the same ranking, near ones before equals; a record of that very name before them", async () => {
    const here = await testWorkspace();
    const [me, jannie, jan, other] = [await here.join("owner"), ...(await joined(here, 3))];
    for (const [member, name] of [
      ...([
        [me, "Abe Janson"],
        [jannie, "Jannie Ahn"],
        [jan, "Zed Jan"],
        [other, "Jan Ost"],
      ] as const),
    ])
      await named(here, member.id, name);
    const ctx = await here.as(me);
    const { id } = await accountOperations.create(ctx, { name: "Near", ownerId: jannie.id });
    const near = { entity: "account", id } as const;
    const names = async (q: string) => (await suggestMentions(ctx, { q, near })).members.map(({ name }) => name);
    expect(await names("jan")).toEqual(["Jan Ost", "Zed Jan", "Jannie Ahn", "Abe Janson"]);
    expect(await names("")).toEqual(["Jannie Ahn", "Abe Janson", "Jan Ost", "Zed Jan"]);
    await contactOperations.create(ctx, { name: "Abe Quist" });
    await contactOperations.create(ctx, { name: "Ahn" });
    const first = async (q: string) => (await suggestMentions(ctx, { q })).recordsFirst;
    expect([await first("jan"), await first("ahn"), await first("abe"), await first("qui")]).toEqual([
      ...[false, false, false, false],
    ]);
    await contactOperations.create(ctx, { name: "Jannie" });
    await named(here, jannie.id, "Jannieke Ahn");
    expect(await first("jannie")).toBe(true);
    expect((await pickMembers(ctx, { q: "jan" })).map(({ name }) => name)).toEqual([
      ...["Jan Ost", "Zed Jan", "Jannieke Ahn", "Abe Janson"],
    ]);
  });

  test("a guest is offered the people of the record by the same ranking", async () => {
    expect(
      (
        await rankNames(owner, "jan", [
          ...["Abe Janson", "Jannie Ahn", "Zed Jan", "Rejane Po", "Bo Li"].map((name) => ({ name })),
        ])
      ).map(({ name }) => name),
    ).toEqual(["Zed Jan", "Jannie Ahn", "Abe Janson", "Rejane Po"]);
    expect(await rankNames(owner, " ,", [{ name: "Bo" }])).toEqual([]);
  });
});

const joined = ({ join }: TestWorkspace, count: number) =>
  Promise.all(Array.from({ length: count }, () => join("member"))) as Promise<[TestMember, TestMember, TestMember]>;
