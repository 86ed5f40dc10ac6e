import "@/registry/register";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { suggestMentions } from "@/modules/platform/data/mentions/operations/suggest";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { nodesOf, type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";
import { search } from "./operations";

const contacts = 30_000;
/** Less than a tenth of them: each statement reads what it looks for, by key. */
const mostRead = 3_000;

let workspace: TestWorkspace;
let owner: Ctx;
let restricted: Ctx;
let planner: pg.Client;
let accountId = "";
let sellerId = "";

beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.role("owner");
  const seller = await workspace.join("member");
  restricted = await workspace.as(seller, { visibility: { account: "own", contact: "own" } });
  const { id } = workspace.tenant;
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, owner_id, updated_at)
     select uuidv7(), $1, 'Data ' || n, 'data ' || n, $2, now() from generate_series(1, 500) n`,
    [id, seller.id],
  );
  const [account] = await adminQuery<{ id: string }>(
    "select id from accounts where tenant_id = $1 and name = 'Data 250'",
    [id],
  );
  accountId = account?.id ?? "";
  sellerId = seller.id;
  await addOthers();
  await addContacts(1, contacts);
  planner = await plannerOf(workerUrls().app, id);
}, 300_000);
afterAll(async () => {
  await planner.end();
});

/** Documents of all kinds in another workspace, few with the letters: the planner expects few of them here too. */
async function addOthers(): Promise<void> {
  const other = await testWorkspace();
  await adminQuery(
    `insert into search_documents (tenant_id, entity, id, archived, text, changed_at)
     select $1, (array['account', 'contact', 'opportunity', 'task', 'project', 'product', 'activity', 'file'])[1 + n % 8],
       uuidv7(), false, case when n % 97 = 0 then 'hannah ' else md5(n::text) || ' ' end || n, now()
     from generate_series(1, 100000) n`,
    [other.tenant.id],
  );
}

/** One in ten is named Ann, all hold the letters; one Lesch is in the account 250. */
async function addContacts(from: number, to: number): Promise<void> {
  await adminQuery(
    `insert into contacts (id, tenant_id, name, name_key, owner_id, account_id, updated_at)
     select uuidv7(), $1, named.name, lower(named.name), $2, a.id, now()
     from generate_series($3::int, $4::int) n
     cross join lateral (select case when n = 250 then 'Zoe Lesch' when n % 10 = 0 then 'Ann ' || n else 'Hannah ' || n end as name) named
     join accounts a on a.tenant_id = $1 and a.name = 'Data ' || (1 + (n - 1) % 500)`,
    [workspace.tenant.id, sellerId, from, to],
  );
  await adminQuery("vacuum analyze");
}

const within = () => ({ field: "account", id: accountId }) as const;
const asks: [what: string, act: (ctx: Ctx) => Promise<unknown>][] = [
  ["one word that most hold", (ctx) => search(ctx, { q: "ann", limit: 8 })],
  ["two words of two records", (ctx) => search(ctx, { q: "lesch data", limit: 8 })],
  ["two words that most hold, of two records", (ctx) => search(ctx, { q: "annah dat", limit: 8 })],
  ["a picker", (ctx) => contactOperations.pick(ctx, { q: "ann" })],
  ["a picker within an account", (ctx) => contactOperations.pick(ctx, { q: "ann", within: within() })],
  ["a picker within an account, without a text", (ctx) => contactOperations.pick(ctx, { within: within() })],
  ["mentions", (ctx) => suggestMentions(ctx, { q: "ann" })],
];

test.each(asks)("%s read a bounded number of rows", async (_, act) => {
  for (const ctx of [owner, restricted]) {
    for (const statement of await statementsOf(() => act(ctx))) {
      if (!/^\s*(select|with)/i.test(statement.text)) continue;
      const nodes = nodesOf(await planOf(statement, planner, true));
      const faults = nodes.filter((node) => isTable(node) && readBy(node) > mostRead);
      expect(faults.map(({ "Node Type": type, "Relation Name": of }) => `${type} of ${of}`)).toEqual([]);
    }
  }
});

const isTable = (node: Plan) => node["Relation Name"] !== undefined;
const readBy = ({ "Actual Rows": rows = 0, "Rows Removed by Filter": removed = 0, "Actual Loops": loops = 1 }: Plan) =>
  (rows + removed) * loops;

test("two words of two records find the one among them", async () => {
  const { hits } = await search(owner, { q: "lesch data", limit: 8 });
  expect(hits).toMatchObject([{ entity: "contact", name: "Zoe Lesch" }]);
  expect((await contactOperations.pick(owner, { q: "ann" }))[0]?.name).toMatch(/^Ann /);
});

async function documentsOfTransaction(): Promise<number> {
  const { rows } = await planner.query<{ read: number }>(
    "select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relname = 'search_documents'",
  );
  return rows[0]?.read ?? 0;
}

/**
 * How many documents a search reads. Statements inside of functions are no nodes of a plan, and the blocks that they read
 * depend on where the documents of a busy table lie.
 */
async function documentsRead(q: string): Promise<number> {
  let documents = 0;
  for (const statement of await statementsOf(() => search(owner, { q, limit: 8 }))) {
    if (!/^\s*(select|with)/i.test(statement.text)) continue;
    await planner.query("begin");
    const before = await documentsOfTransaction();
    await planOf(statement, planner, true);
    documents += (await documentsOfTransaction()) - before;
    await planner.query("rollback");
  }
  return documents;
}

test("letters that most contacts hold read no contacts while other kinds are searched", async () => {
  expect(await documentsRead("annah")).toBeLessThan(mostRead);
});

test("letters that most names hold cost no more in a workspace of three times the size", async () => {
  const texts = ["annah", "ann", "hannah", "nnah", "annah dat", "lesch data"];
  const before = new Map<string, number>();
  for (const q of texts) before.set(q, await documentsRead(q));
  await addContacts(contacts + 1, 3 * contacts);
  const grown: string[] = [];
  for (const q of texts) {
    const [was, is] = [before.get(q) ?? 0, await documentsRead(q)];
    if (is > was * 1.3 + 200) grown.push(`${q}: ${was} documents, then ${is}`);
  }
  expect(grown).toEqual([]);
}, 300_000);
