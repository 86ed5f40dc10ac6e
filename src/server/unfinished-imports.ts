import "server-only";
import { platformQuery } from "./db/client.ts";

export interface UnfinishedImport {
  id: string;
  tenantId: string;
  status: string;
  /** Attempts at its present step so far. */
  attempts: number;
}

/**
 * Imports of all tenants that have waited so long for work and that nobody has in hand, those that failed last, else
 * oldest first; what they hold is read as their tenant. Those of suspended workspaces wait longer.
 */
export async function unfinishedImports(seconds: number): Promise<UnfinishedImport[]> {
  return await platformQuery(
    "unfinished-imports",
    `select i.id, i.tenant_id as "tenantId", i.status, i.attempts from imports i join tenants t on t.id = i.tenant_id
     where i.status in ('checking', 'running', 'reverting') and t.status <> 'suspended'
       and (i.leased_until is null or i.leased_until < now())
       and ($1 = 0 or i.updated_at < now() - make_interval(secs => $1))
     order by i.attempts, i.id limit 100`,
    [seconds],
  );
}
