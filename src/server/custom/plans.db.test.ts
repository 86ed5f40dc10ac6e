import "@/registry/parts";
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
  await adminQuery(
    `update accounts set custom = jsonb_build_object('sites', employees, 'tier', (array['a', 'b', 'c'])[1 + employees % 3]),
       custom_keys = jsonb_build_object('account.sites', jsonb_build_array(employees),
         'account.tier', jsonb_build_array((array['a', 'b', 'c'])[1 + employees % 3]))
     where tenant_id = $1 and employees % 10 > 0`,
    [workspace.tenant.id],
  );
  await adminQuery("vacuum analyze custom_values");
  await adminQuery("vacuum analyze accounts");
  ctx = await later(owner);
  app = await plannerOf(workerUrls().app, workspace.tenant.id);
  await app.query("set enable_seqscan = on");
}, 120_000);

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

  test("find records without a value in the records themselves", async () => {
    const input = { conditions: [{ field: "custom.tier", op: "empty" }] };
    const sent = await statementsOf(() => accountOperations.list(ctx, input as never));
    expect(sent.filter(({ text }) => text.includes("custom_values"))).toEqual([]);
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
