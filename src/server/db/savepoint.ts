import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "./generated/client.ts";
import { tenantSql } from "./tenant-db.ts";

/** Runs `work` so that a failure undoes only its own changes and events; the surrounding transaction can continue. */
export async function withSavepoint<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  const [emitted, afterCommit] = [ctx.emitted.length, ctx.afterCommit.length];
  await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`savepoint part`);
  try {
    const result = await work();
    await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`release savepoint part`);
    return result;
  } catch (error) {
    ctx.emitted.length = emitted;
    ctx.afterCommit.length = afterCommit;
    // If the connection is lost, so is the transaction: the first failure is the one to report.
    await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`rollback to savepoint part`).catch(() => undefined);
    throw error;
  }
}
