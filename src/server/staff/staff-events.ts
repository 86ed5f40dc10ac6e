import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { StaffCtx } from "./staff-ctx.ts";

/** An act of staff, for the platform's log. */
export interface StaffAct {
  /** "workspace.suspended" */
  name: string;
  data?: Prisma.InputJsonObject;
}

/**
 * Writes one row of the platform's log about a workspace, in the transaction that changes it; without one,
 * `executeStaff` refuses a mutation.
 */
export async function noteStaffIn(inner: Ctx, ctx: StaffCtx, { name, data = {} }: StaffAct): Promise<void> {
  if (!inner.inTransaction) throw new Error(`${name} was noted outside of a transaction.`);
  const { staffId, name: staffName } = ctx.actor;
  const { tenant } = inner;
  await tenantSql(
    tenant.id,
    inner.db,
    Prisma.sql`
      insert into staff_events (name, staff_id, staff_name, workspace_id, workspace_name, data, request_id, address)
      values (${name}, ${staffId}::uuid, ${staffName}, ${tenant.id}::uuid, ${tenant.name}, ${JSON.stringify(data)}::jsonb,
              ${ctx.requestId}, ${ctx.address})`,
  );
  ctx.noted.count += 1;
}
