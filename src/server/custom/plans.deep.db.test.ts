import "@/registry/register";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { bulkWorkspace } from "@/test/bulk-workspace";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery, forgetWorkspaces, workerUrls } from "@/test/db";
import { nodesOf, type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";

let ctx: Ctx;
let app: pg.Client;

beforeAll(async () => {
  await forgetWorkspaces();
  const workspace = await testWorkspace();
  await bulkWorkspace([workspace, await testWorkspace()], 12_000);
  const owner = await workspace.role("owner");
  const { db } = owner;
  const field = { entity: "account", position: 1 };
  await db.customField.create({ data: { ...field, key: "sites", kind: "number", label: "Sites" } });
  const options = ["a", "b", "c"].map((value) => ({ value, label: value }));
  await db.customField.create({
    data: { ...field, key: "tier", kind: "choice", label: "Tier", settings: { options } },
  });
  for (const key of ["town", "note"])
    await db.customField.create({ data: { ...field, key, kind: "text", label: key } });
  await adminQuery(
    `update accounts set custom = jsonb_strip_nulls(v.custom), custom_keys = (
       select jsonb_object_agg('account.' || k.key, jsonb_build_array(k.value)) from jsonb_each(jsonb_strip_nulls(v.custom)) k)
     from (
       select a.id, jsonb_build_object('sites', case when employees % 10 > 0 then employees end,
         'tier', case when employees % 10 > 0 then (array['a', 'b', 'c'])[1 + employees % 3] end,
         'note', case when employees % 1000 = 7 then 'ring the bell' end,
         'town', case when employees % 1000 <> 3 then 'town ' || employees || (array[' port', ' hill', ' lake'])[1 + employees % 3] end) as custom
       from accounts a
     ) v
     where v.id = accounts.id and tenant_id = $1`,
    [workspace.tenant.id],
  );
  await adminQuery("vacuum analyze custom_values");
  await adminQuery("vacuum analyze accounts");
  ctx = await later(owner);
  app = await plannerOf(workerUrls().app, workspace.tenant.id);
  await app.query("set enable_seqscan = on");
});

afterAll(async () => {
  await app?.end();
});

/** The plans of the statements of a list that read keys of custom fields. */
async function plansOf(input: object): Promise<Plan[][]> {
  const sent = await statementsOf(() => accountOperations.list(ctx, input as never));
  const read = sent.filter(({ text }) => text.includes("custom_values"));
  expect(read.length).toBeGreaterThan(0);
  return await Promise.all(read.map(async (statement) => nodesOf(await planOf(statement, app))));
}

/** The executed plans of the statements of a list that look at keys of custom fields. */
async function executed(input: object): Promise<Plan[][]> {
  const sent = await statementsOf(() => accountOperations.list(ctx, input as never));
  const read = sent.filter(({ text }) => /custom_values|custom_keys/.test(text));
  expect(read.length).toBeGreaterThan(1);
  const plans = await Promise.all(read.map(async (statement) => nodesOf(await planOf(statement, app, true))));
  const tables = ["accounts", "custom_values"];
  return plans.map((nodes) => nodes.filter((node) => tables.includes(node["Relation Name"] ?? "")));
}

const removed = (nodes: readonly Plan[]) =>
  nodes.reduce((sum, node) => sum + (node["Rows Removed by Filter"] ?? 0) * (node["Actual Loops"] ?? 1), 0);

/** The accounts whose custom values fit a condition of SQL, read without an index. */
async function idsWhere(condition: string): Promise<string[]> {
  const rows = await adminQuery<{ id: string }>(
    `select id from (
       select id, lower(custom ->> 'town') as town, lower(custom ->> 'note') as note from accounts where tenant_id = $1
     ) t where ${condition} order by id`,
    [ctx.tenant.id],
  );
  return rows.map(({ id }) => id);
}

const keysRead = (nodes: readonly Plan[]) => nodes.filter((node) => node["Relation Name"] === "custom_values");

describe("lists by custom fields under row-level security", () => {
  test.each([
    ["one number", { conditions: [{ field: "custom.sites", op: "is", value: 77 }] }],
    ["a range of numbers", { conditions: [{ field: "custom.sites", op: "between", value: [5, 40] }] }],
    ["a choice", { conditions: [{ field: "custom.tier", op: "anyOf", value: ["a"] }] }],
  ])("find %s by an index", async (_name, input) => {
    for (const nodes of await plansOf(input)) {
      expect(keysRead(nodes).map((node) => node["Index Name"] ?? node["Node Type"])).not.toContain("Seq Scan");
      expect(keysRead(nodes).length).toBeGreaterThan(0);
    }
  });

  const few = [
    ["a value", { field: "custom.note", op: "notEmpty" }, "note is not null"],
    ["no value", { field: "custom.town", op: "empty" }, "town is null"],
    ["a text that few hold", { field: "custom.town", op: "contains", value: "Own 1777" }, "town like '%own 1777%'"],
    ["two letters that few hold", { field: "custom.note", op: "contains", value: "b" }, "note like '%b%'"],
  ] as const;
  test.each(few)("find the few records with %s by an index, and read no others", async (_name, condition, like) => {
    const input = { conditions: [condition] };
    const { rows, total } = await accountOperations.list(ctx, input as never);
    const ids = await idsWhere(like);
    expect(ids.length).toBeGreaterThan(0);
    expect(rows.map(({ id }) => id).sort()).toEqual(ids);
    expect(total).toBe(ids.length);
    for (const nodes of await executed(input)) {
      expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
      // The newest 200 are looked at first for a text.
      expect(Math.max(0, ...nodes.map((node) => node["Actual Rows"] ?? 0))).toBeLessThanOrEqual(200);
      expect(removed(nodes)).toBeLessThan(200);
    }
  });

  const many = [
    ["no value", { field: "custom.note", op: "empty" }, "note is null"],
    ["a value", { field: "custom.town", op: "notEmpty" }, "town is not null"],
    ["a text that most hold", { field: "custom.town", op: "contains", value: "town" }, "town like '%town%'"],
    ["a text that a third holds", { field: "custom.town", op: "contains", value: "lake" }, "town like '%lake%'"],
  ] as const;
  test.each(many)("meet the many records with %s in the order of the list", async (_name, condition, like) => {
    const input = { conditions: [condition], sort: { field: "name", direction: "asc" }, limit: 5 };
    const { rows } = await accountOperations.list(ctx, input as never);
    const ids = await idsWhere(like);
    expect(rows.every(({ id }) => ids.includes(id))).toBe(true);
    // So few accounts would be read whole.
    await app.query("set enable_seqscan = off");
    const done = await executed(input);
    await app.query("set enable_seqscan = on");
    // A count of 1,001 passes two others for each one that a third holds.
    for (const nodes of done) expect(removed(nodes)).toBeLessThan(2_500);
  });

  test("are planned with the values that they ask for", async () => {
    const input = { conditions: [{ field: "custom.sites", op: "atMost", value: 3 }] };
    for (let turn = 0; turn < 7; turn++) await accountOperations.list(ctx, input as never);
    const kept = await tenantSql<{ count: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`select count(*)::int as count from pg_prepared_statements where statement like ${"%custom\\_values t_keys%"}`,
    );
    expect(kept).toEqual([{ count: 0 }]);
  });

  test.each(["asc", "desc"])("read pages in the order of the keys, %s", async (direction) => {
    const [page = []] = await plansOf({ sort: { field: "custom.sites", direction } });
    expect(keysRead(page).map((node) => node["Index Name"])).toContain(
      "custom_values_tenant_id_field_number_record_id_idx",
    );
    const sorted = page.filter(
      (node) =>
        node["Node Type"] === "Sort" && nodesOf(node).some((inner) => inner["Relation Name"] === "custom_values"),
    );
    // The page itself is put in order again once its related rows are there.
    expect(sorted.length).toBeLessThanOrEqual(1);
    expect(page.find((node) => node["Node Type"] === "Limit")).toBeDefined();
  });
});
