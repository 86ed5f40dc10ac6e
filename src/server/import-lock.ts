import "server-only";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";

const keyOf = ({ tenant }: Ctx, kind: string, name: string) =>
  Prisma.sql`hashtextextended(${`${kind}:${tenant.id}:${name}`}, 0)`;

/** Makes acts of one kind on things of this name wait for each other, in a workspace, until the transaction ends. */
export async function oneAtATime(ctx: Ctx, kind: string, name: string): Promise<void> {
  const lock = Prisma.sql`pg_advisory_xact_lock(${keyOf(ctx, kind, name)})`;
  await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`select 1 as locked from (select ${lock}) l`);
}

/** The same for an act that takes long, and that others need not wait for: whether none of them is under way. */
export async function noneUnderWay(ctx: Ctx, kind: string, name: string): Promise<boolean> {
  const lock = Prisma.sql`pg_try_advisory_xact_lock(${keyOf(ctx, kind, name)})`;
  const [row] = await tenantSql<{ isFree: boolean }>(ctx.tenant.id, ctx.db, Prisma.sql`select ${lock} as "isFree"`);
  return row?.isFree ?? false;
}

/**
 * Makes imports look up and write records of one kind one after another, until the transaction ends: two at once would
 * both find that a name is new. A preview saves nothing and does not wait.
 */
export async function oneImportAtATime(ctx: Ctx, entity: string, dry: boolean): Promise<void> {
  if (!dry) await oneAtATime(ctx, "import", entity);
}

/**
 * Settings of a batch for its transaction. Look-ups must use the index on their key, whatever statistics say of a growing
 * table or a new workspace: nothing is sorted, and plans are made without values, anew for each batch. The commit does not
 * wait for the disk: the batch's own mark is in it, so a crash only repeats the batch.
 */
export async function asBatch(ctx: Ctx): Promise<void> {
  await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`discard plans`);
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
             set_config('enable_sort', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
             set_config('synchronous_commit', 'off', true)`,
  );
}

/** Makes the database update its statistics of tables that this transaction has made several times larger. */
export async function noteGrowth(ctx: Ctx): Promise<void> {
  await tenantSql(ctx.tenant.id, ctx.db, Prisma.sql`select analyze_growing_tables() as tables`);
}
