import "@/registry/register";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { getBoard, getBoardColumn, getPipelineTotals } from "@/modules/crm/opportunities/board/operations";
import { columnList } from "@/modules/crm/opportunities/board/row";
import { listStageHistory } from "@/modules/crm/opportunities/history/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { remind } from "@/modules/crm/opportunities/operations/remind";
import { getAccountTotals } from "@/modules/crm/opportunities/totals/operations";
import { listChanges } from "@/modules/platform/history/events/operations/changes";
import { listFeed } from "@/modules/platform/history/events/operations/feed";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { deliverEvents } from "@/modules/platform/history/notifications/operations/deliver";
import { countOwned } from "@/modules/platform/identity/members/owned/operations";
import type { Ctx } from "@/server/context";
import { cursorAfter } from "@/server/list-cursor";
import type { OutboxEvent } from "@/server/outbox/consumers";
import { type BulkWorkspace, bulkWorkspace } from "./bulk-workspace";
import { later, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery, forgetWorkspaces, workerUrls } from "./db";
import {
  indexConditions,
  mentions,
  nodesOf,
  type Plan,
  plannerOf,
  planOf,
  type Statement,
  statementsOf,
} from "./plans";

/** Tables that grow with a customer; no frequent query may read one of them whole. */
const large = new Set([
  "accounts",
  "opportunities",
  "opportunity_lines",
  "stage_entries",
  "events",
  "event_subjects",
  "custom_values",
]);

let workspace: TestWorkspace;
let admin: Ctx;
let bulk: BulkWorkspace;
let app: pg.Client;
/** Second columns of indexes that begin with the tenant, by table. */
const indexed = new Map<string, Set<string>>();

beforeAll(async () => {
  await forgetWorkspaces();
  const tenants = [await testWorkspace(), await testWorkspace(), await testWorkspace()];
  const filled = await bulkWorkspace(tenants, 20_000);
  [workspace, bulk] = [tenants[0] as TestWorkspace, filled[0] as BulkWorkspace];
  admin = await workspace.role("admin");
  const rows = await adminQuery<{ table: string; column: string }>(`
    select t.relname as table, b.attname as column from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0] and a.attname = 'tenant_id'
    join pg_attribute b on b.attrelid = t.oid and b.attnum = i.indkey[1]
    where b.attname <> 'id'`);
  for (const { table, column } of rows) indexed.set(table, (indexed.get(table) ?? new Set()).add(column));
  app = await plannerOf(workerUrls().app, workspace.tenant.id);
});
afterAll(() => app?.end());

/** How a statement runs after the first import, before statistics exist: the planner expects hardly any rows. */
async function planOfUncounted(statement: Statement): Promise<Plan> {
  const database = new pg.Client({ connectionString: workerUrls().superuser });
  await database.connect();
  try {
    await database.query("begin");
    const tables =
      "select oid from pg_class where oid = any($1::regclass[]) union select inhrelid from pg_inherits where inhparent = any($1::regclass[])";
    await database.query(`delete from pg_statistic where starelid in (${tables})`, [[...large]]);
    await database.query(`update pg_class set reltuples = -1 where oid in (${tables})`, [[...large]]);
    await database.query(`set local role ${new URL(workerUrls().app).username}`);
    await database.query("select set_config('app.tenant_id', $1, true)", [workspace.tenant.id]);
    return await planOf(statement, database, true);
  } finally {
    // Nothing of it is committed.
    await database.end();
  }
}

/**
 * The faults of a plan: tables read whole, indexes without the tenant, filters on more than one row that an index
 * returned by id.
 */
function faults(plan: Plan, mayFilter: readonly string[]): string[] {
  const found: string[] = [];
  for (const node of nodesOf(plan)) {
    const table = node["Relation Name"];
    if (!table || !large.has(table) || node["Node Type"] === "ModifyTable") continue;
    const condition = indexConditions(node);
    const isById = /\(id = /.test(condition);
    if (node["Node Type"] === "Seq Scan") found.push(`${table} is read whole`);
    else if (!mentions(condition, "tenant_id") && !isById)
      found.push(`${table} by ${node["Index Name"]} without the tenant: ${condition}`);
    for (const column of indexed.get(table) ?? [])
      if (mentions(node.Filter, column) && !mentions(condition, column) && !isById && !mayFilter.includes(column))
        found.push(`${table} filters ${column}: ${node.Filter}`);
  }
  return found;
}

async function expectIndexes(act: () => Promise<unknown>, mayFilter: readonly string[] = []): Promise<number> {
  const statements = await statementsOf(act);
  for (const statement of statements)
    expect(faults(await planOf(statement, app), mayFilter), statement.text).toEqual([]);
  return statements.length;
}

const sorts = [
  ...["name", "amount", "expectedCloseDate", "actualCloseDate", "stageEnteredAt", "createdAt"].map((field) => ({
    list: "opportunities" as const,
    field,
  })),
  ...["name", "industry", "employees", "annualRevenue", "createdAt"].map((field) => ({
    list: "accounts" as const,
    field,
  })),
].flatMap((sort) => [
  { ...sort, direction: "asc" as const },
  { ...sort, direction: "desc" as const },
]);

describe("lists", () => {
  test.each(sorts)(
    "$list sorted by $field $direction: at most four statements, all by index",
    async ({ list, ...sort }) => {
      const count = await expectIndexes(() =>
        list === "accounts" ? accountOperations.list(admin, { sort }) : opportunityOperations.list(admin, { sort }),
      );
      expect(count).toBeLessThanOrEqual(3);
    },
  );

  test.each(["owner", "account", "status"] as const)(
    "opportunities of one %s, newest first, come from its index",
    async (field) => {
      const value = { owner: bulk.memberId, account: bulk.accountId, status: "won" }[field];
      await expectIndexes(() => opportunityOperations.list(admin, { conditions: [{ field, op: "is", value }] }));
    },
  );

  test("a column of the board of contacts comes from one index, in its order", async () => {
    await adminQuery(
      `insert into contacts (id, tenant_id, name, name_key, lifecycle, updated_at)
       select gen_random_uuid(), $1, 'Contact ' || n, 'contact ' || n, (array['lead', 'mql', 'sql'])[1 + n % 3], now()
       from generate_series(1, 3000) n`,
      [workspace.tenant.id],
    );
    await adminQuery("analyze contacts");
    const within = { field: "lifecycle", value: "mql" };
    const [statement] = await statementsOf(() => contactOperations.list(admin, { within, limit: 30 }));
    if (!statement) throw new Error("The list sent nothing.");
    const nodes = nodesOf(await planOf(statement, app));
    expect(nodes.map((node) => node["Index Name"])).toContain("contacts_tenant_id_lifecycle_name_key_id_idx");
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Sort");
  });

  test("names that begin with a text come from the index of names", async () => {
    const conditions = [{ field: "name", op: "startsWith" as const, value: "Account 77" }];
    await expectIndexes(() => accountOperations.list(admin, { conditions }));
    await expectIndexes(() =>
      opportunityOperations.list(admin, { conditions, sort: { field: "name", direction: "asc" } }),
    );
  });

  test.each([
    {
      table: "accounts",
      list: (input: object) => accountOperations.list(admin, input),
      by: ["name", "createdAt", "employees"],
    },
    {
      table: "opportunities",
      list: (input: object) => opportunityOperations.list(admin, input),
      by: ["name", "createdAt", "amount"],
    },
  ] as const)("archived $table are found among themselves, not behind all others", async ({ table, list, by }) => {
    await adminQuery(
      `update ${table} set archived_at = now() where id in
         (select id from ${table} where tenant_id = $1 and id <> all($2::uuid[]) order by name_key desc limit 20)`,
      [workspace.tenant.id, [bulk.accountId, bulk.opportunityId]],
    );
    await adminQuery(`analyze ${table}`);
    for (const field of by)
      for (const direction of ["asc", "desc"] as const) {
        const [statement] = await statementsOf(() => list({ archived: true, sort: { field, direction } }));
        if (!statement) throw new Error("The list sent nothing.");
        const used = nodesOf(await planOf(statement, app)).map((node) => node["Index Name"]);
        expect(used, statement.text).toContain(`${table}_archived_idx`);
      }
    expect((await list({ archived: true })).rows).toHaveLength(20);
  });

  test("as many statements for ten rows as for a hundred", async () => {
    const [few, many] = [
      await statementsOf(() => opportunityOperations.list(admin, { limit: 10 })),
      await statementsOf(() => opportunityOperations.list(admin, { limit: 100 })),
    ];
    expect(many).toHaveLength(few.length);
  });

  test("a restricted member's list and board do not read tables whole", async () => {
    const member = await workspace.join("member");
    const ctx = await workspace.as(member, { visibility: { opportunity: "own", account: "own" } });
    await expectIndexes(() => opportunityOperations.list(ctx, {}), ["owner_id"]);
    await expectIndexes(() => accountOperations.list(ctx, {}), ["owner_id"]);
    await expectIndexes(() => getBoard(ctx, {}), ["owner_id", "stage_id"]);
  });

  test("look up what rows point to for the page alone, also where the database has not counted the rows yet", async () => {
    const lists = await statementsOf(async () => {
      await opportunityOperations.list(admin, { limit: 10 });
      await accountOperations.list(admin, { limit: 10 });
    });
    for (const statement of lists) {
      const nodes = nodesOf(await planOfUncounted(statement));
      const often = nodes.filter((node) => (node["Actual Loops"] ?? 0) > 11).map((node) => node["Relation Name"]);
      expect(often, statement.text).toEqual([]);
    }
  });
});

describe("custom fields", () => {
  const field = "custom.town";
  let owner: Ctx;

  beforeAll(async () => {
    await admin.db.customField.create({
      data: { entity: "account", key: "town", kind: "text", label: "Town", position: 1 },
    });
    await adminQuery(
      `update accounts set custom = jsonb_build_object('town', name), custom_keys = jsonb_build_object('account.town', jsonb_build_array(name_key))
       where tenant_id = $1 and employees % 1000 > 0`,
      [workspace.tenant.id],
    );
    for (const table of ["accounts", "custom_values"]) await adminQuery(`vacuum analyze ${table}`);
    owner = await later(admin);
  });

  test.each([
    { field, op: "contains", value: "unt 777" },
    { field, op: "contains", value: "acc" },
    { field, op: "empty" },
    { field, op: "notEmpty" },
  ] as const)("$op $value: all by index", async (condition) => {
    const count = await expectIndexes(() => accountOperations.list(owner, { conditions: [condition] }));
    // The records that fit, the page, the count of a part of them, and of all.
    expect(count).toBeLessThanOrEqual(4);
  });

  test("parts of texts come from the index of trigrams alone", async () => {
    await app.query("begin");
    const { rows: found } = await app.query("select custom_find('account.town', 'unt 777', 50)");
    expect(found.length).toBeGreaterThan(0);
    const { rows } = await app.query<{ index: string; scans: string }>(
      `select i.indexrelid::regclass::text as index, pg_stat_get_xact_numscans(i.indexrelid) as scans from pg_index i
       where i.indrelid = 'custom_values'::regclass and pg_stat_get_xact_numscans(i.indexrelid) > 0`,
    );
    await app.query("commit");
    expect(rows).toEqual([{ index: "custom_values_parts_idx", scans: "1" }]);
  });
});

describe("sweeps", () => {
  test("all reminders are found by one statement with an index, however many they are", async () => {
    const [sweep] = await adminQuery<{ id: string }>(
      "insert into sweeps (id, tenant_id, job, slot) values (gen_random_uuid(), $1, 'explain', $2) returning id",
      [workspace.tenant.id, `2026-11-20 ${workspace.tenant.timeZone} 540-1020`],
    );
    await adminQuery("update stages set rot_days = 10 where tenant_id = $1", [workspace.tenant.id]);
    const sent = await statementsOf(() => remind(workspace.system, sweep?.id ?? "", new Date()));
    const [reminders, ...others] = sent.filter(({ text }) => text.includes("record_reminders"));
    if (!reminders || others.length > 0) throw new Error("It is one statement.");
    const plan = await planOf(reminders, app);
    expect(faults(plan, ["status"])).toEqual([]);
    const used = nodesOf(plan).map((node) => node["Index Name"]);
    expect(used).toContain("opportunities_open_touched_idx");
    expect(used).toContain("opportunities_tenant_id_expected_close_date_id_idx");
    // The sweep, the members, the reminders, and the events of all if there are any.
    expect(sent.length).toBeLessThanOrEqual(5);
  });
});

describe("deliveries", () => {
  test("whom an event concerns is found by the keys of preferences and follows, not by reading the workspace's", async () => {
    const opportunity = await createOpportunity(admin, {
      name: "Bridge",
      stageId: bulk.stageId,
      ownerId: bulk.memberId,
    });
    const [event] = await adminQuery<{ id: string }>("select id from events where entity_id = $1", [opportunity.id]);
    const delivered = { tenantId: workspace.tenant.id, id: event?.id ?? "" } as OutboxEvent;
    const sent = await statementsOf(() => deliverEvents(workspace.system, [delivered]));
    const conditions = async (table: string) => {
      const asked = sent.find(({ text }) => text.includes(`FROM "public"."${table}"`));
      if (!asked) throw new Error(`Nothing was asked of ${table}.`);
      const node = nodesOf(await planOf(asked, app)).find((one) => one["Relation Name"] === table);
      return node?.["Index Cond"] ?? "";
    };
    for (const column of ["tenant_id", "entity", "record_id"])
      expect(mentions(await conditions("record_follows"), column), column).toBe(true);
    for (const column of ["tenant_id", "member_id"])
      expect(mentions(await conditions("notification_preferences"), column), column).toBe(true);
  });
});

describe("depth", () => {
  test.each([
    { field: "createdAt", direction: "desc" },
    { field: "amount", direction: "asc" },
    { field: "name", direction: "asc" },
  ] as const)(
    "a page at row 5,000 by $field reads about as many blocks of its table as one at row 50",
    async (sort) => {
      const column = { createdAt: "created_at", amount: "amount_minor", name: "name_key" }[sort.field];
      // Both by cursor: the first page is another statement, and may have another plan.
      const cursorAt = async (place: number) => {
        const [row] = await adminQuery<{ id: string; created_at: Date; amount_minor: string; name_key: string }>(
          `select id, created_at, amount_minor, name_key from opportunities
         where tenant_id = $1 and ${column} is not null
         order by ${column} ${sort.direction}, id ${sort.direction} offset $2 limit 1`,
          [workspace.tenant.id, place],
        );
        if (!row) throw new Error(`There is no row ${place}.`);
        const at = { id: row.id, createdAt: row.created_at, amountMinor: row.amount_minor, nameKey: row.name_key };
        return cursorAfter(admin, columnList, sort, at, "1000+");
      };
      const blocks = async (input: { cursor: string }) => {
        const [statement] = await statementsOf(() => opportunityOperations.list(admin, { sort, ...input }));
        if (!statement) throw new Error("The list sent nothing.");
        expect(faults(await planOf(statement, app), [])).toEqual([]);
        // Joined rows cost their look-ups at any depth, in any plan; only the scan could grow.
        const scans = nodesOf(await planOf(statement, app, true)).filter(
          (node) => node["Relation Name"] === "opportunities",
        );
        expect(scans.length).toBeGreaterThan(0);
        return scans.reduce(
          (sum, { "Shared Hit Blocks": hit = 0, "Shared Read Blocks": read = 0 }) => sum + hit + read,
          0,
        );
      };
      const [near, deep] = [
        await blocks({ cursor: await cursorAt(50) }),
        await blocks({ cursor: await cursorAt(5_000) }),
      ];
      expect(deep).toBeLessThan(near * 1.3 + 20);
    },
  );
});

describe("boards, records, totals, timelines", () => {
  test("a board is three statements, by index; its columns page by theirs", async () => {
    expect(await expectIndexes(() => getBoard(admin, {}))).toBe(3);
    await expectIndexes(() => getBoardColumn(admin, { stageId: bulk.stageId }));
    await expectIndexes(() => getBoardColumn(admin, { stageId: bulk.wonStageId }));
    await expectIndexes(() => getPipelineTotals(admin, {}));
  });

  test("a record, its history, its timeline and its move", async () => {
    await expectIndexes(() => opportunityOperations.get(admin, { id: bulk.opportunityId }));
    await expectIndexes(() => listStageHistory(admin, { id: bulk.opportunityId }));
    await expectIndexes(() => listTimeline(admin, { entity: "opportunity", id: bulk.opportunityId }));
    await expectIndexes(() => listTimeline(admin, { entity: "account", id: bulk.accountId, family: true }));
    const statements = await expectIndexes(() =>
      listTimeline(admin, { entity: "account", id: bulk.accountId, kind: "imports" }),
    );
    // One of them asks for the files that the records of imports came from.
    expect(statements).toBeLessThanOrEqual(9);
    for (const filter of [
      { memberId: bulk.memberId },
      { field: "industry" },
      { q: "Account" },
      { until: new Date(Date.now() - 3_600_000).toISOString() },
    ])
      await expectIndexes(() => listTimeline(admin, { entity: "account", id: bulk.accountId, ...filter }));
    await expectIndexes(() => listChanges(admin, { entities: ["member", "stage"] }), ["entity"]);
    for (const filter of [{}, { memberId: bulk.memberId }, { entities: ["account"] }])
      await expectIndexes(() => listFeed(admin, filter));
    await expectIndexes(() => countOwned(admin, { entity: "opportunity" }));
    await expectIndexes(() =>
      moveOpportunity(admin, { id: bulk.opportunityId, version: 1, stageId: bulk.otherStageId }),
    );
  });

  test("an account's family and totals", async () => {
    await expectIndexes(() => accountOperations.family(admin, { id: bulk.accountId }));
    await expectIndexes(() => getAccountTotals(admin, { id: bulk.accountId }));
  });
});
