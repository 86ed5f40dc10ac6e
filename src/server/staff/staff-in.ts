import "server-only";
import { type Ctx, createCtx, type TenantInfo } from "../context.ts";
import type { StaffCtx } from "./staff-ctx.ts";

/**
 * A workspace as an act of the console changes it: under the name and address of the staff, in the place of a member
 * or of nobody, and in no support session.
 */
export function staffIn({ actor, requestId, address }: StaffCtx, tenant: TenantInfo, asMemberId: string | null): Ctx {
  const { staffId, name } = actor;
  return createCtx({
    tenant,
    actor: { type: "staff", staffId, name, sessionId: null, asMemberId, readOnly: false },
    member: null,
    requestId,
    address,
  });
}
