import "server-only";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";

/**
 * Lets one import after the other look up and write records of an object, until the transaction ends: two at once
 * would both find that a name is new. A preview writes nothing that stays and does not wait.
 */
export async function oneImportAtATime(ctx: Ctx, entity: string, dry: boolean): Promise<void> {
  if (dry) return;
  const key = `import:${ctx.tenant.id}:${entity}`;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as locked from (select pg_advisory_xact_lock(hashtextextended(${key}, 0))) l`,
  );
}

/**
 * Settings of a batch, until its transaction ends. Look-ups go by index: tables grow while an import fills them, and a
 * plan made when they were small would read all of them. The commit does not wait for the disk: what says that the
 * batch is done goes with it, so that after a crash of the database it is done again.
 */
export async function asBatch(ctx: Ctx): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
             set_config('synchronous_commit', 'off', true)`,
  );
}
