import "server-only";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { platformClient } from "../db/client.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { type Limit, spend } from "../rate-limit.ts";
import type { StaffCtx } from "./staff-ctx.ts";

/** An act of staff, for the platform's log. */
export interface StaffAct {
  /** "workspace.suspended" */
  name: string;
  data?: Prisma.InputJsonObject;
}

/** More refusals of one person within a minute say nothing new. */
const refusals: Limit = { name: "staff-refusals", points: 60, seconds: 60, refusal: (wait) => `Wait ${wait}.` };

const workspaceInput = z.union([
  z.object({ workspaceId: z.uuid() }).transform(({ workspaceId }) => workspaceId),
  z.object({ id: z.uuid() }).transform(({ id }) => id),
]);

/** Notes a refused act, with the workspace that it named; never a reason to answer anything else. */
export async function noteRefusal(
  ctx: StaffCtx,
  { describe }: { describe: string },
  { input, error }: { input: unknown; error: AppError },
): Promise<void> {
  try {
    const { staffId, name: staffName } = ctx.actor;
    if ((await spend(refusals, staffId)) > 0) return;
    const named = workspaceInput.safeParse(input).data;
    const where = { id: named ?? "" };
    const workspace = named && (await platformClient().tenant.findUnique({ where, select: { id: true, name: true } }));
    const [act = describe] = describe.split(/[.:;,] /, 1);
    await platformClient().staffEvent.create({
      data: {
        name: "staff.refused",
        staffId,
        staffName,
        ...(workspace ? { workspaceId: workspace.id, workspaceName: workspace.name } : {}),
        requestId: ctx.requestId,
        address: ctx.address,
        data: { act: act.replace(/\.$/, ""), code: error.code, reason: error.message },
      },
    });
  } catch (failure) {
    log.warn({ err: failure }, "a refusal of staff was not noted");
  }
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
