import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "./generated/client.ts";
import { tenantSql } from "./tenant-db.ts";

/** Runs `work` so that a failure undoes only what it did, its events with it; the transaction around it can go on. */
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
    // Where the connection is gone, the transaction is too: the first failure is what tells.
    await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`rollback to savepoint part`).catch(() => undefined);
    throw error;
  }
}
