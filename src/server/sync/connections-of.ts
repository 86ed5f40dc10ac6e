import "server-only";
import { platformQuery } from "../db/client.ts";
import { firstId } from "../unknown-id.ts";

export interface FoundConnection {
  id: string;
  tenantId: string;
  accountId: string;
}

/** The connections with these accounts of a service, in all workspaces, that are not disconnected. */
export async function connectionsOf(provider: string, accountIds: readonly string[]): Promise<FoundConnection[]> {
  const rows = await platformQuery<{ id: string; tenant_id: string; account_id: string }>(
    "connections-of",
    `select c.id, c.tenant_id, c.account_id from connections c
     join tenants t on t.id = c.tenant_id and t.status = 'active'
     where c.provider = $1 and c.account_id = any($2::text[]) and c.grant <> 'disconnected'
     order by c.id limit 500`,
    [provider, accountIds],
  );
  return rows.map(({ id, tenant_id: tenantId, account_id: accountId }) => ({ id, tenantId, accountId }));
}

/** The ids of workspaces that have or had connections, after one id. */
export async function tenantsWithConnections(after: string, most: number): Promise<string[]> {
  const rows = await platformQuery<{ tenant_id: string }>(
    "tenants-with-connections",
    "select distinct tenant_id from connections where tenant_id > $1 order by tenant_id limit $2",
    [after || firstId, most],
  );
  return rows.map(({ tenant_id: id }) => id);
}
