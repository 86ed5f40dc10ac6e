import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { LRUCache } from "lru-cache";
import pg from "pg";
import { env } from "@/env";
import { insideTransaction } from "../outbound.ts";
import { processWide } from "../process-wide.ts";
import { directRows } from "./direct-rows.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { plannedEachTime } from "./planned-each-time.ts";
import { limitRequests } from "./request-limits.ts";
import { hasCurrentScope, TenantPool } from "./tenant-pool.ts";

// Instants become JavaScript dates; calendar dates stay text, so that no time zone can shift them.
const poolSize = env.DATABASE_POOL_SIZE;
// A frozen database does not enforce its own limits: this last limit is ours, above those of the roles.
const timeouts = { connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000, query_timeout: 35_000 };

/** Names of statements that were already prepared. */
const named = new LRUCache<string, string, undefined>({
  max: 2_000,
  memoMethod: (sql) => createHash("sha1").update(sql).digest("base64url"),
});

/**
 * Statements without a name are planned each time, for their values: keys of custom fields differ in how many records have
 * them, and views with conditions over linked records are as many as people, with one value that decides the plan.
 */
const nameOf = (sql: string) =>
  /custom_values|custom_keys ->|_to\.tenant_id/.test(sql) || sql.includes(plannedEachTime.sql) ? "" : named.memo(sql);

/** Named statements are planned once per connection; a transaction pooler hands out any connection, so not there. */
const statementNames =
  env.DATABASE_POOLER === "transaction" ? {} : { statementNameGenerator: ({ sql }: { sql: string }) => nameOf(sql) };

/**
 * Prisma caches the plans of 100 call shapes by default; the product has more, and planning takes half a millisecond.
 */
const queryPlanCacheMaxSize = 2_000;

interface Connections {
  appPool: pg.Pool;
  platformPool: pg.Pool;
  app: PrismaClient;
  platform: PrismaClient;
}

/** A transaction pooler owns the connections: there the roles carry the limits, and boot checks for them. */
const setup = env.DATABASE_POOLER === "transaction" ? {} : { onConnect: limitRequests };

function open(): Connections {
  const common = { max: poolSize, ...timeouts, ...setup };
  const appConfig = { connectionString: env.DATABASE_URL, application_name: "throughline", ...common };
  const appPool = env.DATABASE_POOLER === "transaction" ? quiet(new pg.Pool(appConfig)) : new TenantPool(appConfig);
  const platformPool = quiet(
    new pg.Pool({
      connectionString: env.DATABASE_PLATFORM_URL,
      application_name: "throughline-platform",
      ...common,
    }),
  );
  return {
    appPool,
    platformPool,
    app: new PrismaClient({
      adapter: new PrismaPg(appPool, statementNames),
      transactionOptions: { maxWait: 5_000, timeout: 15_000 },
      queryPlanCacheMaxSize,
    }),
    platform: marking(
      new PrismaClient({
        adapter: new PrismaPg(platformPool, statementNames),
        transactionOptions: { maxWait: 5_000, timeout: 15_000 },
        queryPlanCacheMaxSize,
      }),
    ),
  };
}

type Work = (db: Prisma.TransactionClient) => Promise<unknown>;

/** The client, whose transactions are known to be open while their work runs. */
function marking(client: PrismaClient): PrismaClient {
  return new Proxy(client, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (property !== "$transaction") return member;
      return (work: Work, ...options: unknown[]) =>
        Reflect.apply(member as (...args: unknown[]) => unknown, target, [
          (db: Prisma.TransactionClient) => insideTransaction(() => work(db)),
          ...options,
        ]);
    },
  });
}

/** A killed backend must not end the process: its query fails, and the next one opens a new connection. */
function quiet(pool: pg.Pool): pg.Pool {
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", () => undefined);
  return pool;
}

const kept = processWide<Connections>("connections to the database");
let ended = false;
function connections(): Connections {
  // The modules that were loaded in place of these would get connections that do not know their tenants.
  if (ended || !hasCurrentScope())
    throw new Error("The connections to the database are closed for this copy of the modules.");
  return kept.getOrMake(open);
}

/** How many connections each role has open, and how many requests wait for one; opens none. */
export function poolUse(): { role: string; total: number; idle: number; waiting: number }[] {
  const open = kept.get();
  const pools = open ? { app: open.appPool, platform: open.platformPool } : {};
  return Object.entries(pools).map(([role, { totalCount, idleCount, waitingCount }]) => {
    return { role, total: totalCount, idle: idleCount, waiting: waitingCount };
  });
}

/**
 * The unscoped client of the app role for the database that holds a workspace: today one database holds all of them. Only
 * `tenant-db.ts` may use it.
 */
export function databaseOf(_tenantId: string): PrismaClient {
  return connections().app;
}

/**
 * Rows of one statement on the data of a workspace, outside any transaction and without Prisma, whose conversions take
 * longer than the statement. Only `tenant-db.ts` may use it, and not behind a transaction pooler.
 */
export const rowsOfTenant = <Row>(_tenantId: string, sql: Prisma.Sql): Promise<Row[]> =>
  directRows<Row>(connections().appPool, sql, nameOf(sql.text));

interface ModelShape {
  fields: { name: string; kind: string }[];
}

/** The models by name, from the client's own (private) data model; a test checks that it exists. */
export const modelShapes = (): Record<string, ModelShape> =>
  (connections().app as unknown as { _runtimeDataModel: { models: Record<string, ModelShape> } })._runtimeDataModel
    .models;

/** The client of the platform role: identity tables, and look-ups before the tenant is known. */
export function platformClient(): PrismaClient {
  return connections().platform;
}

/** Runs one prepared statement as the platform role without Prisma: every request takes this path. */
export async function platformQuery<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return (await connections().platformPool.query<Row>(prepared(name, text, values))).rows;
}

const prepared = (name: string, text: string, values: unknown[]) =>
  env.DATABASE_POOLER === "transaction" ? { text, values } : { name, text, values };

/** Runs a statement that Prisma cannot express, in the open transaction of the platform client. */
export const platformExecute = (db: Prisma.TransactionClient, sql: Prisma.Sql): Promise<number> => db.$executeRaw(sql);

type Query = typeof platformQuery;

/** Runs several statements in one transaction; each sees data that was committed before it began. */
export async function platformTransaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
  const client = await connections().platformPool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const query: Query = async (name, text, values) => (await client.query(prepared(name, text, values))).rows;
    const result = await insideTransaction(() => work(query));
    await client.query("commit");
    return result;
  } catch (error) {
    broken = error as Error;
    // If the rollback fails, closing the connection rolls back too.
    await client.query("rollback").then(
      () => (broken = undefined),
      () => undefined,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Closes every connection of this process for good. A late query, such as one from work that nobody waits for, opens
 * no new one.
 */
export async function closeConnections(): Promise<void> {
  ended = true;
  const open = kept.get();
  if (!open) return;
  kept.remove();
  await Promise.all([open.app.$disconnect(), open.platform.$disconnect()]);
  await Promise.all([open.appPool.end(), open.platformPool.end()]);
}
