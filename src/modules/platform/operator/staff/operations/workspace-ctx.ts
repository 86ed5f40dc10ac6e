import "server-only";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { systemCtx } from "@/server/member-ctx";
import type { StaffCtx } from "@/server/staff/staff-ctx";
import { noteStaffIn, type StaffAct } from "@/server/staff/staff-events";
import { staffIn } from "@/server/staff/staff-in";

/** The system's context for reading in a workspace, under its row-level security: staff have no right there. */
export async function workspaceCtx(id: string): Promise<Ctx> {
  const ctx = await systemCtx(id, "staffConsole", "an act of Throughline's staff");
  if (!ctx) throw notFound("workspace");
  return ctx;
}

/** One act of staff on a workspace: its change, its event there and its row in the platform's log, or none of them. */
export async function actIn<T>(
  staff: StaffCtx,
  id: string,
  work: (inner: Ctx) => Promise<{ act: StaffAct; result: T }>,
): Promise<T> {
  const noted = staff.noted.count;
  const { tenant } = await workspaceCtx(id);
  return await inTransaction(staffIn(staff, tenant, null), async (inner) => {
    staff.noted.count = noted;
    const { act, result } = await work(inner);
    await noteStaffIn(inner, staff, act);
    return result;
  });
}
