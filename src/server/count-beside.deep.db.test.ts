import "@/registry/register";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { bulkWorkspace } from "@/test/bulk-workspace";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, forgetWorkspaces, workerUrls } from "@/test/db";
import { nodesOf, plannerOf, planOf, statementsOf } from "@/test/plans";
import type { Ctx } from "./context";
import { inTransaction } from "./execute";

let ctx: Ctx;
let app: pg.Client;

beforeAll(async () => {
  await forgetWorkspaces();
  const workspace = await testWorkspace();
  await bulkWorkspace([workspace], 100_000);
  await adminQuery("vacuum analyze accounts");
  ctx = await workspace.role("admin");
  app = await plannerOf(workerUrls().app, workspace.tenant.id);
});
afterAll(() => app?.end());

test("a count beside a list of 100,000 stops at its bound, and an index gives it", async () => {
  // In the test's own transaction nothing ends it after a tenth of a second, which a busy machine may need.
  const asked = () => inTransaction(ctx, (inner) => accountOperations.totals(inner, { upTo: 50_000 }));
  expect(await asked()).toEqual({ count: 50_000, capped: true, totals: [] });
  const [statement] = await statementsOf(asked);
  if (!statement) throw new Error("The statement is missing.");
  const nodes = nodesOf(await planOf(statement, app, true)).filter((node) => node["Relation Name"] === "accounts");
  expect(nodes.map((node) => [node["Node Type"], node["Actual Rows"]])).toEqual([["Index Only Scan", 50_001]]);
});
