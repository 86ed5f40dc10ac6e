import "server-only";
import { platformQuery } from "./db/client.ts";
import { notDeleted } from "./deletion-due.ts";

export interface UnfinishedImport {
  id: string;
  tenantId: string;
  status: string;
  /** Attempts at its current step so far. */
  attempts: number;
}

/**
 * Imports of all tenants that have waited this long without a lease: fewest attempts first, then oldest; their
 * content is read as their tenant. Imports of suspended workspaces wait.
 */
export async function unfinishedImports(seconds: number): Promise<UnfinishedImport[]> {
  return await platformQuery(
    "unfinished-imports",
    `select i.id, i.tenant_id as "tenantId", i.status, i.attempts from imports i join tenants t on t.id = i.tenant_id
     where i.status in ('checking', 'running', 'reverting') and t.status <> 'suspended' and ${notDeleted}
       and (i.leased_until is null or i.leased_until < now())
       and ($1 = 0 or i.updated_at < now() - make_interval(secs => $1))
     order by i.attempts, i.id limit 100`,
    [seconds],
  );
}
