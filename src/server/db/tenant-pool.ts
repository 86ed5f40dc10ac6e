import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { processWide } from "../process-wide.ts";

interface TenantScope {
  tenantId: string;
  raw: boolean;
}

const kept = processWide<AsyncLocalStorage<TenantScope>>("tenant scope");

/** Set by the scoped client around each of its calls, from its closure; never ambient for application code. */
export const tenantScope = kept.getOrMake(() => new AsyncLocalStorage());

/** Whether this copy of the module shares its scope with the process; false once others were loaded in its place. */
export const hasCurrentScope = (): boolean => kept.get() === tenantScope;

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/**
 * A pool whose connections carry the tenant of the caller. The tenant is set at check-out, outside any transaction,
 * so no rollback can undo it.
 */
export class TenantPool extends pg.Pool {
  readonly #tags = new WeakMap<pg.PoolClient, string>();

  constructor(config: pg.PoolConfig) {
    super(config);
    // Without an error listener a checked-out client would end the process when its backend is killed.
    this.on("connect", (client) => client.on("error", () => this.#tags.delete(client)));
    this.on("error", () => undefined);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): undefined;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const scope = tenantScope.getStore();
    const taken = this.#checkOut(scope?.tenantId);
    if (!callback) return taken;
    taken.then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  async #checkOut(tenantId: string | undefined): Promise<pg.PoolClient> {
    if (!tenantId) throw new Error("A query reached the tenant pool without a tenant.");
    const client = await this.#takeIdle();
    if (this.#tags.get(client) === tenantId) return client;
    this.#tags.delete(client);
    try {
      await client.query({
        name: "set-tenant",
        text: "select set_config('app.tenant_id', $1, false)",
        values: [tenantId],
      });
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
    this.#tags.set(client, tenantId);
    return client;
  }

  /**
   * A connection outside any transaction. One that was returned inside a transaction is dropped: it is broken, or its
   * transaction was left open, and a setting made in it would be lost with its rollback.
   */
  async #takeIdle(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await super.connect();
      if (client.getTransactionStatus() === "I") return client;
      client.release(true);
    }
  }
}
