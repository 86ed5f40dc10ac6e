import "server-only";
import { isUnderCurrentKey } from "@/server/crypto";
import { type Db, tenantDb } from "@/server/db/tenant-db";
import { tenantsWithConnections } from "@/server/sync/connections-of";
import { opened, sealed, sealedColumns } from "./sealed";

/** Numbers of secrets; the lost ones are sealed under a key that the server does not have. */
interface Resealed {
  resealed: number;
  lost: number;
}

const atOnce = 500;

/**
 * Seals the tokens of all connections under ENCRYPTION_KEY that are sealed under the former key. May run alongside the app
 * and be repeated; tokens that are refreshed meanwhile are left as they are then.
 */
export async function resealConnections(): Promise<Resealed> {
  const total: Resealed = { resealed: 0, lost: 0 };
  for (let after = ""; ; ) {
    const tenants = await tenantsWithConnections(after, atOnce);
    for (const tenantId of tenants) {
      const { db } = tenantDb(tenantId);
      await resealTokens(db, tenantId, total);
      await resealRevoked(db, tenantId, total);
    }
    const last = tenants.at(-1);
    if (last === undefined || tenants.length < atOnce) return total;
    after = last;
  }
}

async function resealTokens(db: Db, tenantId: string, total: Resealed): Promise<void> {
  for (const row of await db.connectionSecret.findMany()) {
    const of = { tenantId, id: row.connectionId };
    for (const column of sealedColumns) {
      const text = row[column];
      if (text === null || isUnderCurrentKey(text)) continue;
      const token = readable(() => opened(of, column, text));
      if (token === null) {
        total.lost++;
        continue;
      }
      const where = { connectionId: row.connectionId, [column]: text };
      const { count } = await db.connectionSecret.updateMany({ where, data: { [column]: sealed(of, column, token) } });
      total.resealed += count;
    }
  }
}

async function resealRevoked(db: Db, tenantId: string, total: Resealed): Promise<void> {
  for (const { id, refreshToken } of await db.connectionRevocation.findMany()) {
    if (isUnderCurrentKey(refreshToken)) continue;
    const token = readable(() => opened({ tenantId, id }, "revokedToken", refreshToken));
    if (token === null) {
      total.lost++;
      continue;
    }
    const data = { refreshToken: sealed({ tenantId, id }, "revokedToken", token) };
    total.resealed += (await db.connectionRevocation.updateMany({ where: { id, refreshToken }, data })).count;
  }
}

/** Null for a secret of a key that the server does not have, which the command counts and names. */
function readable(open: () => string): string | null {
  try {
    return open();
  } catch {
    return null;
  }
}
