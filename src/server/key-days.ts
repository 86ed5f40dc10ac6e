import "server-only";
import { LRUCache } from "lru-cache";
import { localDay } from "@/lib/working-time";
import type { TenantInfo } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { log } from "./log.ts";
import { plainAddress } from "./network.ts";

/** The addresses of a key that are kept of a day; all further ones together are one without an address. */
const mostAddresses = 20;
const everyMs = 5 * 60_000;

const lately = new LRUCache<string, Promise<void>>({ max: 10_000, ttl: everyMs });

/** Keeps the last use of an API key by day and address accurate to five minutes; requests do not wait for it. */
export function noteKeyDay(tenant: TenantInfo, keyId: string, from: string): Promise<void> {
  const day = localDay(new Date(), tenant.timeZone);
  const address = plainAddress(from).slice(0, 100);
  const name = `${keyId} ${day} ${address}`;
  const noted =
    lately.get(name) ??
    note(tenant.id, { keyId, day, address }).catch((error: unknown) => {
      lately.delete(name);
      log.warn({ err: error }, "the last use of a key was not noted");
    });
  // Setting it again would give it a new time.
  if (!lately.has(name)) lately.set(name, noted);
  return noted;
}

async function note(tenantId: string, { keyId, day, address }: { keyId: string; day: string; address: string }) {
  const ofDay = Prisma.sql`d.tenant_id = ${tenantId}::uuid and d.key_id = ${keyId}::uuid and d.day = ${day}::date`;
  await tenantSql(
    tenantId,
    tenantDb(tenantId).db,
    Prisma.sql`
      insert into api_key_days (tenant_id, key_id, day, address, at)
      select ${tenantId}::uuid, ${keyId}::uuid, ${day}::date,
        case when exists (select from api_key_days d where ${ofDay} and d.address = ${address})
          or (select count(*) from api_key_days d where ${ofDay}) < ${mostAddresses} then ${address} else '' end,
        now()
      on conflict (tenant_id, key_id, day, address) do update set at = excluded.at
      returning 1 as noted`,
  );
}
