import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import "@/registry/register";
import { testWorkspace } from "@/test/ctx";
import { Prisma } from "./db/generated/client";
import { tenantSql } from "./db/tenant-db";

test("statements with conditions over linked records are planned for their values", async () => {
  const ctx = await (await testWorkspace()).role("admin");
  const conditions = [{ field: "parent.industry", op: "anyOf" as const, value: ["Energy"] }];
  const [list, plain] = [{ conditions }, { conditions: [{ field: "employees", op: "atLeast" as const, value: 7 }] }];
  for (let turn = 0; turn < 7; turn++)
    for (const input of [list, plain]) await accountOperations.list(ctx, input as never);
  const kept = async (part: string) => {
    const like = Prisma.sql`statement like ${part}`;
    const sql = Prisma.sql`select count(*)::int as count from pg_prepared_statements where ${like}`;
    return (await tenantSql<{ count: number }>(ctx.tenant.id, ctx.db, sql))[0]?.count;
  };
  expect(await kept("%accounts t\\_to%")).toBe(0);
  expect(await kept("%t.employees >=%")).toBeGreaterThan(0);
});
