import "@/registry/register";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { bulkWorkspace } from "@/test/bulk-workspace";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, forgetWorkspaces, workerUrls } from "@/test/db";
import { firstCursor } from "@/test/feed-reader";
import { nodesOf, type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";
import { listRecordChanges } from "./operations/list";

const tables = ["accounts", "contacts", "opportunities"];
let admin: Ctx;
let app: pg.Client;

beforeAll(async () => {
  await forgetWorkspaces();
  const workspaces = [await testWorkspace(), await testWorkspace()];
  await bulkWorkspace(workspaces, 20_000);
  const [workspace] = workspaces;
  if (!workspace) throw new Error("There is no workspace.");
  admin = await workspace.role("admin");
  await adminQuery(
    `insert into contacts (id, tenant_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, 'Contact ' || n, 'contact ' || n, now() from generate_series(1, 5000) n`,
    [admin.tenant.id],
  );
  await adminQuery(
    `insert into record_exits (tenant_id, entity, record_id) select $1, 'account', gen_random_uuid() from generate_series(1, 5000)`,
    [admin.tenant.id],
  );
  await adminQuery("vacuum analyze");
  app = await plannerOf(workerUrls().app, admin.tenant.id);
  // The planner is free: under the policies of the app, the order alone leads it to the indexes.
  await app.query("set enable_seqscan = on");
});
afterAll(async () => {
  await app.end();
  await forgetWorkspaces();
});

test("a page reads each kind in the order of its index, under row-level security, and no more rows than it needs", async () => {
  const cursor = await firstCursor(admin);
  const statements = await statementsOf(() => listRecordChanges(admin, { cursor, content: "ids" }));
  const keys = statements.find(({ text }) => text.includes("record_exits x"));
  if (!keys) throw new Error("The feed reads no exits.");
  const plan = await planOf(keys, app, true);
  const read = (table: string) => nodesOf(plan).filter((node) => node["Relation Name"] === table);
  for (const table of tables) {
    const [node] = read(table);
    expect(node, table).toMatchObject({
      "Index Name": `${table}_tenant_id_changed_in_id_idx`,
      "Index Cond": expect.stringContaining("changed_in"),
    });
    expect(node?.["Actual Rows"]).toBeLessThanOrEqual(201);
  }
  const exits = read("record_exits");
  expect(exits.map((node) => node["Index Cond"]).every((text) => text?.includes("changed_in"))).toBe(true);
  const rows = (node: Plan) => (node["Actual Rows"] ?? 0) * (node["Actual Loops"] ?? 1);
  expect(exits.reduce((sum, node) => sum + rows(node), 0)).toBeLessThanOrEqual(201);
});

test("a page of whole records sends a number of statements that follows from its kinds", async () => {
  const cursor = await firstCursor(admin, ["account"]);
  const few = await statementsOf(() => listRecordChanges(admin, { cursor, limit: 1 }));
  const many = await statementsOf(() => listRecordChanges(admin, { cursor, limit: 1_000 }));
  expect(many.length).toBe(few.length);
  expect(many.length).toBeLessThanOrEqual(12);
});
