import "server-only";
import { platformQuery } from "./db/client.ts";

/** Imports of all tenants that wait for work, oldest first, but of none that is suspended; what they hold is read as their tenant. */
export async function unfinishedImports(): Promise<{ id: string; tenantId: string; status: string }[]> {
  return await platformQuery(
    "unfinished-imports",
    `select i.id, i.tenant_id as "tenantId", i.status from imports i join tenants t on t.id = i.tenant_id
     where i.status in ('checking', 'running', 'reverting') and t.status <> 'suspended' order by i.id limit 100`,
    [],
  );
}
