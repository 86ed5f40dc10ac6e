import "server-only";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, notFound } from "@/server/errors";

interface LockedComment {
  id: string;
  entity: string;
  recordId: string;
  threadId: string | null;
  isDeleted: boolean;
  isResolved: boolean;
  version: number;
}

/** A comment that stays as it is until the end of the transaction, or for `update` that no other act touches. */
export async function lockComment(ctx: Ctx, id: string, how: "share" | "update"): Promise<LockedComment> {
  const lock = how === "share" ? Prisma.sql`for share` : Prisma.sql`for update`;
  const [row] = await tenantSql<LockedComment>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id, entity, record_id as "recordId", thread_id as "threadId", deleted_at is not null as "isDeleted",
        resolved_at is not null as "isResolved", version
      from comments where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid ${lock}`,
  );
  if (!row) throw notFound("comment");
  return row;
}

/** The same for a comment that is not deleted. CONFLICT for a deleted one. */
export async function lockPresent(ctx: Ctx, id: string, how: "share" | "update"): Promise<LockedComment> {
  const row = await lockComment(ctx, id, how);
  if (row.isDeleted) throw new AppError("CONFLICT", "This comment was deleted. Nothing was saved.");
  return row;
}

/** Keeps a record from being deleted until the end of the transaction. NOT_FOUND if it does not exist. */
export async function holdRecord(ctx: Ctx, entity: string, id: string): Promise<void> {
  const table = Prisma.raw(nounOf(entity)?.table ?? "");
  const rows = await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as held from ${table} where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for key share`,
  );
  if (rows.length === 0) throw notFound(nounOf(entity)?.one);
}
