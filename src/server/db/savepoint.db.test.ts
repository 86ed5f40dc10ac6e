// @module-tag once

import { beforeAll, expect, test } from "vitest";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { sqlState, violates } from "../errors";
import { inTransaction } from "../execute";
import { Prisma } from "./generated/client";
import { withSavepoint } from "./savepoint";
import { tenantSql } from "./tenant-db";

let made: OpportunityWorkspace;
beforeAll(async () => {
  made = await opportunityWorkspace();
});

test("a refused statement undoes only its own part, with its events, and the error names the constraint", async () => {
  const { admin, workspace } = made;
  const tenant = workspace.tenant.id;
  await inTransaction(admin, async (ctx) => {
    const before = await createOpportunity(ctx, { name: "Before" });
    const emitted = ctx.emitted.length;
    const refused = await withSavepoint(ctx, async () => {
      const inside = await createOpportunity(ctx, { name: "Inside" });
      await tenantSql(
        tenant,
        ctx.db,
        Prisma.sql`update opportunities set rank = (select rank from opportunities where id = ${before.id}::uuid)
                   where tenant_id = ${tenant}::uuid and id = ${inside.id}::uuid`,
      );
    }).catch((error: unknown) => error);
    expect(sqlState(refused)).toBe("23505");
    expect(violates(refused, "opportunities_tenant_id_stage_id_rank_key")).toBe(true);
    expect(violates(refused, "opportunities_tenant_id_external_source_external_id_key")).toBe(false);
    expect(ctx.emitted).toHaveLength(emitted);
    await withSavepoint(ctx, () => createOpportunity(ctx, { name: "After" }));
  });
  const opportunities = await admin.db.opportunity.findMany({ orderBy: { id: "asc" }, select: { name: true } });
  expect(opportunities.map((opportunity) => opportunity.name)).toEqual(["Before", "After"]);
});
