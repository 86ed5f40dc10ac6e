import "server-only";
import { platformQuery } from "./db/client.ts";

/** Imports of all tenants that wait for work, oldest first; what they hold is read as their tenant. */
export async function unfinishedImports(): Promise<{ id: string; tenantId: string; status: string }[]> {
  return await platformQuery(
    "unfinished-imports",
    `select id, tenant_id as "tenantId", status from imports
     where status in ('checking', 'running', 'reverting') order by id limit 100`,
    [],
  );
}
