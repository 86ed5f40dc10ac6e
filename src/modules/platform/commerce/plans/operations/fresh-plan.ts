import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { entitledCtx } from "@/server/entitled-ctx";
import { type SubscriptionRow, subscriptionColumn, subscriptionOf } from "@/server/subscription";

/** The context with the plan as this transaction sees it: acts that change it wait for each other first. */
export async function freshPlan(ctx: Ctx): Promise<Ctx> {
  const [row] = await tenantSql<{ subscription: SubscriptionRow | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select ${Prisma.raw(subscriptionColumn)} from tenants t where t.id = ${ctx.tenant.id}::uuid`,
  );
  return entitledCtx(ctx, subscriptionOf(row?.subscription ?? null));
}
