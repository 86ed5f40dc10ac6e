import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

const atOnce = 2_000;

/**
 * Deletes all that ties records to those of a connection that has ended, in short transactions; `andLog` with what was written about them.
 * Returns how many links there were.
 */
export async function deleteLinks(ctx: Ctx, connectionId: string, { andLog = false } = {}): Promise<number> {
  const objects = await ctx.db.syncObject.findMany({ where: { connectionId }, select: { id: true } });
  const ids = objects.map(({ id }) => id);
  // First, as somebody may connect again meanwhile: without its links an object must be rehearsed; its mapping stays.
  const anew = { state: "draft", pausedState: null, pausedFor: null, cursor: null, eventCursor: null, compares: 0 };
  await ctx.db.syncObject.updateMany({
    where: { connectionId, connection: { grant: "disconnected" } },
    data: { ...anew, comparedAt: null, failure: null, failures: 0, nextRunAt: null, version: { increment: 1 } },
  });
  const ended = Prisma.sql`exists (
    select from connections c where c.tenant_id = ${ctx.tenant.id}::uuid and c.id = ${connectionId}::uuid and c.grant = 'disconnected')`;
  const ofObjects = Prisma.sql`object_id = any(${ids}::uuid[]) and ${ended}`;
  const links = await deleteRows(ctx, "sync_links", ofObjects);
  await deleteRows(ctx, "sync_problems", ofObjects);
  if (andLog) await deleteRows(ctx, "sync_changes", ofObjects);
  await deleteRows(ctx, "sync_inbox", Prisma.sql`connection_id = ${connectionId}::uuid and ${ended}`);
  return links;
}

type Table = "sync_links" | "sync_problems" | "sync_changes" | "sync_inbox";

async function deleteRows(ctx: Ctx, table: Table, which: Prisma.Sql): Promise<number> {
  const name = Prisma.raw(table);
  for (let deleted = 0; ; ) {
    const gone = await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        delete from ${name} where ctid = any(array(
          select ctid from ${name} where tenant_id = ${ctx.tenant.id}::uuid and ${which} limit ${atOnce}))
        and tenant_id = ${ctx.tenant.id}::uuid returning 1 as gone`,
    );
    deleted += gone.length;
    if (gone.length < atOnce) return deleted;
  }
}
