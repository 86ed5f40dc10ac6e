import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { getBoard } from "@/modules/crm/opportunities/board/operations";
import { getTile } from "@/modules/platform/data/home/operations";
import "@/registry/register";
import { testWorkspace } from "@/test/ctx";
import { opportunityWorkspace } from "@/test/opportunities";
import type { Ctx } from "./context";
import { Prisma } from "./db/generated/client";
import { tenantSql } from "./db/tenant-db";

test("statements with conditions over linked records are planned for their values", async () => {
  const ctx = await (await testWorkspace()).role("admin");
  const conditions = [{ field: "parent.industry", op: "anyOf" as const, value: ["Energy"] }];
  const [list, plain] = [{ conditions }, { conditions: [{ field: "employees", op: "atLeast" as const, value: 7 }] }];
  for (let turn = 0; turn < 7; turn++)
    for (const input of [list, plain]) await accountOperations.list(ctx, input as never);
  expect(await kept(ctx, "%accounts t\\_to%")).toBe(0);
  expect(await kept(ctx, "%t.employees >=%")).toBeGreaterThan(0);
});

test("statements that read all rows are planned for the size of the workspace", async () => {
  const { admin: ctx } = await opportunityWorkspace();
  const totals = [{ field: "employees", of: "sum" as const }];
  for (let turn = 0; turn < 7; turn++) {
    await getTile(ctx, { tile: "pipeline" });
    await accountOperations.totals(ctx, { totals });
    await accountOperations.groups?.(ctx, { group: "industry" });
    await getBoard(ctx, {});
  }
  for (const part of ["%as weighted%", "%::text as value%", "%grouping sets%"]) expect(await kept(ctx, part)).toBe(0);
});

/** How many statements like this one are prepared on the connection. */
async function kept(ctx: Ctx, part: string): Promise<number | undefined> {
  const like = Prisma.sql`statement like ${part}`;
  const sql = Prisma.sql`select count(*)::int as count from pg_prepared_statements where ${like}`;
  return (await tenantSql<{ count: number }>(ctx.tenant.id, ctx.db, sql))[0]?.count;
}
