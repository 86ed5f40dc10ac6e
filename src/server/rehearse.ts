import "server-only";
import type { Ctx } from "./context.ts";
import { tenantDb } from "./db/tenant-db.ts";

/** Ends the transaction of a preview, with its result: nothing else of it stays. */
class RolledBack<T> extends Error {
  override name = "RolledBack";
  constructor(readonly result: T) {
    super();
  }
}

/** The result of work that is done in one transaction, which is then rolled back. */
export async function rehearse<T>(ctx: Ctx, timeoutMs: number, work: (inside: Ctx) => Promise<T>): Promise<T> {
  try {
    return await tenantDb(ctx.tenant.id).tx(
      async (db) => {
        const inside: Ctx = {
          ...ctx,
          db,
          inTransaction: true,
          rehearses: true,
          emitted: [],
          outcome: { unchanged: false },
        };
        throw new RolledBack(await work(inside));
      },
      { timeoutMs },
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.result;
    throw error;
  }
}
