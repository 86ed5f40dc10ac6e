import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { workspaceEvents } from "../../events";
import { daysAfterSuspension } from "../rules";

/**
 * Closes the workspace of this transaction for everybody, with a reason that its members read; sockets end within
 * seconds. False where it was suspended already; NOT_FOUND where its deletion is due.
 */
export async function suspendIn(inner: Ctx, reason: string): Promise<boolean> {
  const { id } = inner.tenant;
  const rows = await tenantSql<{ was: string }>(
    id,
    inner.db,
    Prisma.sql`
      update tenants t set status = 'suspended', suspended_reason = ${reason}, version = t.version + 1
      from (select id, status as was from tenants where id = ${id}::uuid for update) old
      where t.id = old.id and (t.deletion_due_at is null or t.deletion_due_at > clock_timestamp())
      returning old.was`,
  );
  if (rows.length === 0) throw notFound("workspace");
  if (rows[0]?.was === "suspended") return false;
  emit(inner, workspaceEvents.suspended, { id, data: { reason } });
  return true;
}

/**
 * Opens the suspended workspace of this transaction again; false where it was not suspended. A deletion that it waits
 * for moves, so that its owners have some days to undo it.
 */
export async function reactivateIn(inner: Ctx): Promise<boolean> {
  const { id } = inner.tenant;
  const rows = await tenantSql<{ id: string }>(
    id,
    inner.db,
    Prisma.sql`
      update tenants set status = 'active', suspended_reason = null, version = version + 1,
        deletion_due_at = greatest(deletion_due_at, case when deletion_due_at is not null
          then clock_timestamp() + make_interval(days => ${daysAfterSuspension}) end)
      where id = ${id}::uuid and status = 'suspended' returning id`,
  );
  if (rows.length === 0) return false;
  emit(inner, workspaceEvents.reactivated, { id, data: {} });
  return true;
}
