import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { migrate } from "@/server/db/migrate";
import { tenantSql } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, freshDatabase } from "@/test/db";
import { search } from "./operations";

let workspace: TestWorkspace;
let owner: Ctx;

beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  owner = await workspace.role("owner");
});

const names = async (q: string, ctx = owner, more: object = {}) =>
  (await search(ctx, { q, limit: 8, ...more })).hits.map(({ name }) => name);

const account = (name: string, more: object = {}) => accountOperations.create(owner, { name, ...more });

describe("words", () => {
  test("are found in any order, at the beginning of a word and inside of one", async () => {
    await account("Northwind Traders");
    for (const q of ["northwind", "traders north", "NORTH", "wind", "no tra"])
      expect(await names(q), q).toEqual(["Northwind Traders"]);
    expect(await names("northwind bakery")).toEqual([]);
  });

  test("come by how well they fit: the name, its beginning, a word of it, a part of it", async () => {
    for (const name of ["Unvelox Group", "Big Velox", "Velox Nine", "Velox"]) await account(name);
    expect(await names("velox")).toEqual(["Velox", "Velox Nine", "Big Velox", "Unvelox Group"]);
  });

  test("that hundreds of records hold are ranked over all of them, not over the first ones that are read", async () => {
    const { tenant, system } = await testWorkspace();
    const documents = (from: number, to: number, text: string) =>
      adminQuery(
        `insert into search_documents (tenant_id, entity, id, archived, changed_at, text)
         select $1, 'account', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, false, now(), $4
         from generate_series($2::int, $3::int) n`,
        [tenant.id, from, to, text],
      );
    await documents(2, 1_500, " else\na velours");
    await documents(1, 1, " house of velours");
    await documents(2_000, 2_400, " nothing");
    const found = await tenantSql<{ id: string; place: number }>(
      tenant.id,
      system.db,
      Prisma.sql`select id, place from search_find(array['velours'], '[{"entity": "account"}]', false, 3)`,
    );
    expect(found).toHaveLength(3);
    expect(found[0]).toEqual({ id: "00000000-0000-7000-8000-000000000001", place: 2 });
  });

  test("are found without accents, in other scripts, and with signs that mean something in patterns", async () => {
    for (const name of ["Müller & Söhne", "Ромашка Торг", "שלום מסחר", "🚀 Rocket", "100%_done\\now"])
      await account(name);
    expect(await names("muller sohne")).toEqual(["Müller & Söhne"]);
    expect(await names("MÜLLER")).toEqual(["Müller & Söhne"]);
    expect(await names("торг")).toEqual(["Ромашка Торг"]);
    expect(await names("מסחר")).toEqual(["שלום מסחר"]);
    expect(await names("🚀")).toEqual(["🚀 Rocket"]);
    expect(await names("%_done\\")).toEqual(["100%_done\\now"]);
    expect(await names("%_\\")).toEqual([]);
  });

  test("that are misspelt find what is spelt like them", async () => {
    await account("Harborview Logistics");
    for (const q of ["Harborveiw", "harborvew logistics", "logistcs harborview"])
      expect(await search(owner, { q, limit: 8 }), q).toMatchObject({
        hits: [{ name: "Harborview Logistics", similar: true }],
      });
    expect((await search(owner, { q: "harborview", limit: 8 })).hits[0]?.similar).toBe(false);
  });
});

test("e-mail addresses, telephone numbers, external ids and record ids are found", async () => {
  const { id } = await account("Quantum Cells", { domain: "quantumcells.example", phone: "+49 (30) 901-820" });
  await productOperations.create(owner, { name: "Bolt", sku: "AX-7741/b" });
  const member = await workspace.join("member");
  const { email } = await owner.db.member.findFirstOrThrow({ where: { id: member.id }, select: { email: true } });
  for (const q of ["quantumcells.example", "030 901820", "+49 30 901820", "901-820", id])
    expect(await names(q), q).toEqual(["Quantum Cells"]);
  expect(await names("ax-7741/b")).toEqual(["Bolt"]);
  const { hits } = await search(owner, { q: email ?? "", limit: 8 });
  expect(hits).toMatchObject([{ entity: "member", id: member.id, facts: [{ text: email }] }]);
});

test("equal names are told apart by account, stage and value", async () => {
  const { id } = await account("Orbital Works");
  await createOpportunity(owner, { name: "Pallet jack", accountId: id, amount: { amount: 500_00, currency: "USD" } });
  const { hits } = await search(owner, { q: "pallet", limit: 8 });
  expect(hits[0]?.facts).toEqual([
    { text: "Orbital Works" },
    { text: expect.any(String) },
    { money: { amount: 500_00, currency: "USD" } },
  ]);
});

test("archived records are found on demand, deleted ones and old names never", async () => {
  const { id, version } = await account("Zephyr Mills");
  const renamed = await accountOperations.update(owner, { id, version, name: "Zodiac Mills" });
  expect(await names("zephyr")).toEqual([]);
  const archived = await accountOperations.archive(owner, { id, version: renamed.version });
  expect(await names("zodiac")).toEqual([]);
  expect(await names("zodiac", owner, { archived: true })).toEqual(["Zodiac Mills"]);
  await accountOperations.delete(owner, { id, version: archived.version });
  expect(await names("zodiac", owner, { archived: true })).toEqual([]);
});

test("visibility counts before the limit does", async () => {
  const seller = await workspace.join("member");
  const own = await workspace.as(seller, { visibility: { account: "own" } });
  await account("Kestrel Air", { ownerId: seller.id });
  for (let n = 0; n < 4; n++) await account(`Kestrel ${n}`, { ownerId: owner.member?.id });
  expect(await names("kestrel", own, { limit: 1 })).toEqual(["Kestrel Air"]);
  expect(await names("estrel", own, { limit: 1 })).toEqual(["Kestrel Air"]);
  const viewer = await workspace.as(await workspace.join("viewer"), { visibility: { account: "own" } });
  expect(await names("kestrel", viewer)).toEqual([]);
});

test("a field that the actor may not read finds nothing, and is not shown", async () => {
  await account("Silent Partner", { domain: "hiddenvalley.example", industry: "Media" });
  const blind = await workspace.as(await workspace.join("admin"), { hiddenFields: { account: ["domain"] } });
  expect(await names("hiddenvalley")).toEqual(["Silent Partner"]);
  expect(await names("hiddenvalley", blind)).toEqual([]);
  expect((await search(blind, { q: "silent partner", limit: 8 })).hits[0]?.facts).toEqual([{ text: "Media" }]);
});

describe("bad input", () => {
  const bad = {
    "10,000 characters": "x".repeat(10_000),
    "a NUL character": "a\0b",
  };
  test.each(Object.entries(bad))("%s are refused", async (_, q) => {
    await expect(search(owner, { q, limit: 8 })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test.each(["", " ", "j", "%", "'", "\\", "%_\\", "😀😀", "‮abc", "x".repeat(200), "j ".repeat(100), "... ---"])(
    "%j finds nothing of names without it",
    async (q) => {
      expect(await names(q)).toEqual([]);
    },
  );

  test("one letter finds the names that begin with it, and a text that repeats itself no name that holds it once", async () => {
    await account("Ümlaut Yards", { domain: "yards.example" });
    expect(await names("ü")).toEqual(["Ümlaut Yards"]);
    expect(await names("yards.example.yards.example")).toEqual([]);
    expect(await names("yards ...")).toEqual(["Ümlaut Yards"]);
  });
});

/** Accounts of somebody else, unless `ownerId` names their owner; later ones have greater ids. */
async function accountRows({ tenant, join }: TestWorkspace, of: readonly string[], ownerId?: string): Promise<void> {
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, domain, owner_id, updated_at)
     select id, $1, name, lower(name), 'common-host.example', $4, now() from unnest($2::uuid[], $3::text[]) as made(id, name)`,
    [tenant.id, of.map(() => newId()), of, ownerId ?? (await join("member")).id],
  );
}

describe("words that very many records hold", () => {
  let crowded: TestWorkspace;
  let admin: Ctx;
  let seller: TestMember;
  const found = async (q: string, ctx = admin, more: object = {}) =>
    (await search(ctx, { q, entities: ["account"], limit: 3, ...more })).hits.map(({ name }) => name);

  beforeAll(async () => {
    crowded = await testWorkspace();
    admin = await crowded.role("admin");
    seller = await crowded.join("member");
    await accountRows(crowded, ["Seen Common"], seller.id);
    await accountRows(crowded, ["Aged Common Hull"]);
    const many = Array.from({ length: 1_200 }, (_, at) => `Common ${at}`);
    await accountRows(crowded, many);
  });

  test("find some of them, and one that holds another word too, however old it is", async () => {
    expect(await found("ommon")).toHaveLength(3);
    expect(await found("ommon 1199")).toEqual(["Common 1199"]);
    expect(await found("ommon ull")).toEqual(["Aged Common Hull"]);
    expect(await found("ommon zzz")).toEqual([]);
  });

  test("find the few that a member may see", async () => {
    const visibility = { account: "own" } as const;
    expect(await found("ommon", await crowded.as(seller, { visibility }))).toEqual(["Seen Common"]);
    expect(await found("ommon", await crowded.as(await crowded.join("member"), { visibility }))).toEqual([]);
  });

  test("find nothing in a field that the actor may not read", async () => {
    const blind = await crowded.as(await crowded.join("admin"), { hiddenFields: { account: ["domain"] } });
    expect(await found("ommon-host")).toHaveLength(3);
    expect(await found("ommon-host", blind)).toEqual([]);
    expect(await found("ommon", blind)).toHaveLength(3);
  });
});

test("another workspace finds nothing of this one", async () => {
  await account("Secret Garden");
  const other = await (await testWorkspace()).role("owner");
  expect(await names("secret garden", other)).toEqual([]);
  expect(await names("secert garden", other)).toEqual([]);
});

test("a migration builds the documents of what existed before, of all workspaces, and leaves no policy behind", async () => {
  await using fresh = await freshDatabase();
  const tenants = [randomUUID(), randomUUID()];
  for (const [place, id] of tenants.entries()) {
    await fresh.query(
      `insert into tenants (id, slug, name, currency, locale, time_zone, updated_at)
       values ($1, $2, 'Firm', 'USD', 'en-US', 'UTC', now())`,
      [id, `firm-${place}`],
    );
    await fresh.query(
      `insert into accounts (id, tenant_id, name, name_key, domain, updated_at)
       values (gen_random_uuid(), $1, 'Before Search', 'before search', 'before.example', now())`,
      [id],
    );
  }
  const known = () =>
    fresh.query(
      "select tenant_id, text like ' before search%before.example' as whole from search_documents order by 1",
    );
  const all = tenants.toSorted().map((tenant_id) => ({ tenant_id, whole: true }));
  expect(await known()).toEqual(all);
  await fresh.query("delete from search_documents");
  await migrate({ ownerUrl: fresh.urls.owner });
  expect(await known(), "nothing has changed").toEqual([]);
  await fresh.query("comment on function search_fill_account() is 'filled accounts other'");
  await migrate({ ownerUrl: fresh.urls.owner });
  expect(await known()).toEqual(all);
  expect(await fresh.query("select from pg_policies where policyname = 'search_fill'")).toEqual([]);
  const [row] = await fresh.query<{ note: string }>(
    "select obj_description('search_fill_account()'::regprocedure) as note",
  );
  expect(row?.note).toMatch(/^filled accounts [0-9a-f]{32}$/);
});
