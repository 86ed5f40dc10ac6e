import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { LRUCache } from "lru-cache";
import pg from "pg";
import { env } from "@/env";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { limitRequests } from "./request-limits.ts";
import { TenantPool } from "./tenant-pool.ts";

// Instants travel as JavaScript dates; calendar dates stay text, so that no zone can move them.
const poolSize = env.DATABASE_POOL_SIZE;
// A database that stands still ends no statement by its own limits: the last limit is ours, above those of the roles.
const timeouts = { connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000, query_timeout: 35_000 };

/** Names of statements that were asked for before. */
const named = new LRUCache<string, string, undefined>({
  max: 2_000,
  memoMethod: (sql) => createHash("sha1").update(sql).digest("base64url"),
});

/** Named statements are planned once per connection; a transaction pooler hands out any connection, so not there. */
const statementNames =
  env.DATABASE_POOLER === "transaction"
    ? {}
    : { statementNameGenerator: ({ sql }: { sql: string }) => named.memo(sql) };

/** Prisma keeps the plans of 100 shapes of calls unless said; the product has more, and a plan takes half a millisecond. */
const queryPlanCacheMaxSize = 2_000;

interface Connections {
  appPool: pg.Pool;
  platformPool: pg.Pool;
  app: PrismaClient;
  platform: PrismaClient;
}

/** A transaction pooler owns the connections: there the limits come with the roles, and boot asks for them. */
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
    platform: new PrismaClient({
      adapter: new PrismaPg(platformPool, statementNames),
      transactionOptions: { maxWait: 5_000, timeout: 15_000 },
      queryPlanCacheMaxSize,
    }),
  };
}

/** A killed backend must not end the process: its query fails, the next one takes a new connection. */
function quiet(pool: pg.Pool): pg.Pool {
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", () => undefined);
  return pool;
}

// One set per process, also when the development server loads this module again.
const holder = globalThis as { throughlineConnections?: Connections };
let ended = false;
function connections(): Connections {
  if (ended) throw new Error("The connections to the database were ended.");
  holder.throughlineConnections ??= open();
  return holder.throughlineConnections;
}

/** The unscoped client of the app role. Only `tenant-db.ts` may use it. */
export function rawAppClient(): PrismaClient {
  return connections().app;
}

/** The client of the platform role: identity tables and look-ups before a tenant is known. */
export function platformClient(): PrismaClient {
  return connections().platform;
}

/** One prepared statement as the platform role, past Prisma: the path of every request. */
export async function platformQuery<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return (await connections().platformPool.query<Row>(prepared(name, text, values))).rows;
}

const prepared = (name: string, text: string, values: unknown[]) =>
  env.DATABASE_POOLER === "transaction" ? { text, values } : { name, text, values };

/** A statement that Prisma has no words for, in the running transaction of the platform client. */
export const platformExecute = (db: Prisma.TransactionClient, sql: Prisma.Sql): Promise<number> => db.$executeRaw(sql);

type Query = typeof platformQuery;

/** Some of those in one transaction: each sees what was committed before it began. */
export async function platformTransaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
  const client = await connections().platformPool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(async (name, text, values) => (await client.query(prepared(name, text, values))).rows);
    await client.query("commit");
    return result;
  } catch (error) {
    broken = error as Error;
    // A connection that cannot even roll back is closed, which does the same.
    await client.query("rollback").then(
      () => (broken = undefined),
      () => undefined,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Ends every connection of this process, for good: what is asked late, as by work that nobody waits for, opens none. */
export async function closeConnections(): Promise<void> {
  ended = true;
  const open = holder.throughlineConnections;
  if (!open) return;
  delete holder.throughlineConnections;
  await Promise.all([open.app.$disconnect(), open.platform.$disconnect()]);
  await Promise.all([open.appPool.end(), open.platformPool.end()]);
}
