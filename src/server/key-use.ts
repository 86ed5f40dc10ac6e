import "server-only";
import { LRUCache } from "lru-cache";
import { keyUseEvents } from "@/lib/access-events";
import { localDay, momentOfDay } from "@/lib/working-time";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { emit } from "./events.ts";
import { log } from "./log.ts";
import { type Limit, spend } from "./rate-limit.ts";
import { writeEvents } from "./write-events.ts";

const known = new LRUCache<string, Promise<void>>({ max: 10_000 });

/** Records the first usage of an API key from an address on a day of the workspace; requests do not wait for it. */
export const noteKeyUse = (ctx: Ctx, keyId: string, address: string): Promise<void> =>
  onceADay(ctx, { keyId, address, event: keyUseEvents.used });

/** The most refused addresses of a key noted in an hour: more say nothing new, and each is a row for ever. */
const noted: Limit = { name: "key-refusals", points: 20, seconds: 3_600, refusal: (wait) => `Wait ${wait}.` };

/** Records the first refusal of an API key at an address on a day, likewise; of many addresses some. */
export const noteKeyRefused = (ctx: Ctx, keyId: string, address: string): Promise<void> =>
  onceADay(ctx, { keyId, address, event: keyUseEvents.refused, limit: noted });

function onceADay(ctx: Ctx, { limit, ...use }: Omit<KeyUse, "day"> & { limit?: Limit }): Promise<void> {
  const day = localDay(new Date(), ctx.tenant.timeZone);
  const key = `${use.event.name} ${use.keyId} ${day} ${use.address}`;
  const act = async () => {
    if (limit && (await spend(limit, use.keyId)) > 0) return;
    await note(ctx, { ...use, day });
  };
  const done =
    known.get(key) ??
    act().catch((error: unknown) => {
      known.delete(key);
      log.warn({ err: error }, "the use of a key was not noted");
    });
  known.set(key, done);
  return done;
}

interface KeyUse {
  keyId: string;
  day: string;
  address: string;
  event: (typeof keyUseEvents)[keyof typeof keyUseEvents];
}

async function note(ctx: Ctx, { keyId, day, address, event }: KeyUse): Promise<void> {
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
            and name = ${event.name} and at >= ${since} and data->>'address' = ${address}
        ) as used from turn`,
    );
    if (found[0]?.used) return;
    emit(inner, event, { id: keyId, data: { address } });
    await writeEvents(inner);
  });
}
