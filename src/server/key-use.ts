import "server-only";
import { LRUCache } from "lru-cache";
import { keyUseEvents } from "@/lib/access-events";
import { localDay, momentOfDay } from "@/lib/working-time";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { emit } from "./events.ts";
import { log } from "./log.ts";
import { writeEvents } from "./write-events.ts";

const known = new LRUCache<string, Promise<void>>({ max: 10_000 });

/** Records the first usage of an API key from an address on a day of the workspace; requests do not wait for it. */
export function noteKeyUse(ctx: Ctx, keyId: string, address: string): Promise<void> {
  const day = localDay(new Date(), ctx.tenant.timeZone);
  const key = `${keyId} ${day} ${address}`;
  const noted =
    known.get(key) ??
    note(ctx, { keyId, day, address }).catch((error: unknown) => {
      known.delete(key);
      log.warn({ err: error }, "the use of a key was not noted");
    });
  known.set(key, noted);
  return noted;
}

interface KeyUse {
  keyId: string;
  day: string;
  address: string;
}

async function note(ctx: Ctx, { keyId, day, address }: KeyUse): Promise<void> {
  const since = momentOfDay(day, 0, ctx.tenant.timeZone);
  await tenantDb(ctx.tenant.id).tx(async (db) => {
    const inner: Ctx = { ...ctx, db, inTransaction: true, emitted: [], afterCommit: [] };
    // Other processes may serve the same key at this moment.
    const found = await tenantSql<{ used: boolean }>(
      ctx.tenant.id,
      db,
      Prisma.sql`
        with turn as materialized (select pg_advisory_xact_lock(hashtextextended(${keyId}, 0)))
        select exists (
          select from events
          where tenant_id = ${ctx.tenant.id}::uuid and entity = 'apiKey' and entity_id = ${keyId}::uuid
            and name = ${keyUseEvents.used.name} and at >= ${since} and data->>'address' = ${address}
        ) as used from turn`,
    );
    if (found[0]?.used) return;
    emit(inner, keyUseEvents.used, { id: keyId, data: { address } });
    await writeEvents(inner);
  });
}
