import { randomBytes } from "node:crypto";
import { Pool, type QueryResultRow } from "pg";
import { inject } from "vitest";
import { cloneDatabase, type DatabaseUrls, dropDatabase } from "./clone";

/** A separate database with the schema and no rows; dropped at the end of an `await using`. */
export type FreshDatabase = AsyncDisposable & {
  urls: DatabaseUrls;
  /** Runs SQL in it as superuser: no policy holds. */
  query<Row extends QueryResultRow>(sql: string, params?: unknown[]): Promise<Row[]>;
};

const admins = new Map<string, Pool>();

/** URLs of the database that this worker's tests share; each suite has its own tenant in it. */
export function workerUrls(): DatabaseUrls {
  const urls = inject("workerDatabases")[Number(process.env.VITEST_POOL_ID) - 1];
  if (!urls) throw new Error("Only database tests (*.db.test.ts) have a database.");
  return urls;
}

/** Runs SQL as superuser in this worker's database, without policies and tenant. */
export function adminQuery<Row extends QueryResultRow>(sql: string, params: unknown[] = []): Promise<Row[]> {
  return queryAs(workerUrls().superuser, sql, params);
}

/** Empties this worker's database: plans depend on all rows, and copies of rows on their order. */
export async function forgetWorkspaces(): Promise<void> {
  await adminQuery("truncate tenants cascade");
}

/** Truncating takes half a second, for few rows too. Many would leave too much behind: nothing vacuums this database. */
const fewRows = 1_000;

/** Deletes the rows of a file from this worker's database, after it. */
export async function deleteWorkspaces(): Promise<void> {
  // Without triggers and foreign keys, since all tables that refer to a workspace are emptied.
  await adminQuery(`
    do $$
    declare
      each record;
      found bigint;
      rows bigint := 0;
      filled text[] := '{}';
    begin
      for each in
        with recursive emptied(id) as (
          select 'tenants'::regclass::oid
          union select conrelid from pg_constraint join emptied on confrelid = id where contype = 'f'
        )
        select id::regclass::text as name from emptied
      loop
        execute format('select count(*) from (select from %s limit ${fewRows + 1}) few', each.name) into found;
        rows := rows + found;
        if found > 0 then filled := filled || each.name; end if;
      end loop;
      if rows > ${fewRows} then
        truncate tenants cascade;
        return;
      end if;
      set local session_replication_role = replica;
      for each in select unnest(filled) as name loop
        execute format('delete from %s', each.name);
      end loop;
    end $$`);
}

/** Number of a database's connections that wait for another one's lock; by default of this worker's. */
export async function howManyWait({ query }: Pick<FreshDatabase, "query"> = { query: adminQuery }): Promise<number> {
  const waiting = await query(
    "select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()",
  );
  return waiting.length;
}

/** Clones the migrated database; for tests that count all rows, change the schema or kill the server. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = inject("template");
  const name = `fresh_${randomBytes(8).toString("hex")}`;
  const urls = await cloneDatabase(template, name);
  return {
    urls,
    query: (sql, params = []) => queryAs(urls.superuser, sql, params),
    async [Symbol.asyncDispose]() {
      await admins.get(urls.superuser)?.end();
      admins.delete(urls.superuser);
      await dropDatabase(template, name);
    },
  };
}

const KILLED_WITHIN_MS = 60_000;

/** Kills the server's processes of a database's connections, all or those of one role; returns how many. */
export async function killBackends({
  urls = workerUrls(),
  role,
}: {
  urls?: DatabaseUrls;
  role?: "app" | "platform" | "owner";
} = {}): Promise<number> {
  const user = role ? new URL(urls[role]).username : null;
  const killed = await queryAs<{ pid: number }>(
    urls.superuser,
    `WITH others AS MATERIALIZED (
       SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
         AND usename <> current_user AND ($1::text IS NULL OR usename = $1)
     ) SELECT pid FROM others WHERE pg_terminate_backend(pid)`,
    [user],
  );
  const pids = killed.map(({ pid }) => pid);
  const stay = "SELECT 1 FROM pg_stat_activity WHERE pid = ANY($1)";
  // pg_terminate_backend can wait by itself, but looks only every 100 ms.
  const until = Date.now() + KILLED_WITHIN_MS;
  while ((await queryAs(urls.superuser, stay, [pids])).length > 0)
    if (Date.now() > until) throw new Error("A killed connection is still there.");
  return pids.length;
}

export async function queryAs<Row extends QueryResultRow>(url: string, sql: string, params: unknown[]): Promise<Row[]> {
  const pool = admins.get(url) ?? new Pool({ connectionString: url, max: 2, allowExitOnIdle: true });
  if (!admins.has(url)) pool.on("error", () => undefined);
  admins.set(url, pool);
  return (await pool.query<Row>(sql, params)).rows;
}
