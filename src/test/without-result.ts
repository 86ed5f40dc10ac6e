import type { Ctx } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import type { AnyTenantOperation } from "@/server/operation";
import { outsideTransaction } from "./outside-transaction";

/**
 * Work in a transaction that is rolled back; code with its own transactions cannot be, and starts from separate rows.
 */
export async function withoutResult<T>(
  operation: AnyTenantOperation,
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  if (operation.external || operation.upload) return await work(ctx);
  const rollback = new Error("rollback");
  const said: T[] = [];
  try {
    await tenantDb(ctx.tenant.id).tx(async (db) => {
      const inner = { ...ctx, db, inTransaction: true, emitted: [], outcome: { unchanged: false } };
      said.push(await outsideTransaction(() => work(inner)));
      throw rollback;
    });
  } catch (error) {
    if (error !== rollback) throw error;
  }
  return said[0] as T;
}
