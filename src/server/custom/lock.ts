import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";

/** Lets changes of a workspace's fields and tags happen one after another, until the transaction ends. */
export async function lockDefinitions(ctx: Ctx): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as locked from tenants where id = ${ctx.tenant.id}::uuid for no key update`,
  );
}
