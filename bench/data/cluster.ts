import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { DATABASE } from "@/local/postgres/roles";
import { isAlive } from "@/local/postgres/server";
import { type Postgres, startPostgres } from "@/local/postgres/start";
import { dataDir } from "@/local/settings";
import { readState, writeState } from "@/local/state";
import { migrate } from "@/server/db/migrate";
import { fill } from "./fill";
import type { Scale } from "./scale";

/** A database of this run: copied from the kept one and dropped by `stop`. */
export type RunDatabase = { urls: Postgres["urls"]; stop(): Promise<void> };

/** Starts the cluster of a scale, filled; the data is kept until migrations or the bench's data change. */
export async function openDatabase(scale: Scale, say: (text: string) => void): Promise<RunDatabase> {
  const home = join(dataDir(), "bench");
  const name = `${scale.name}-${await dataHash(scale)}`;
  await sweep(home, scale, name);
  const dir = join(home, name);
  const filled = join(dir, "filled");
  if ((await readState(filled)) === undefined) {
    const started = Date.now();
    say(`building the data of scale ${scale.name}`);
    await rm(dir, { recursive: true, force: true });
    await build(dir, scale);
    await writeState(filled, new Date().toISOString());
    say(`data built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  const postgres = await startPostgres({ dir });
  try {
    const urls = await cloneOf(postgres.urls);
    return {
      urls,
      async stop() {
        await maintenance(postgres.urls, `drop database if exists ${databaseOf(urls)} with (force)`);
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function build(dir: string, scale: Scale): Promise<void> {
  const postgres = await startPostgres({ dir });
  try {
    await migrate({ ownerUrl: postgres.urls.owner });
    // Takes effect at the next start, which is the measured one.
    await maintenance(
      postgres.urls,
      "alter system set shared_preload_libraries = 'pg_stat_statements'",
      "alter system set max_wal_size = '4GB'",
      // The default is for very small machines; a million accounts with their indexes would be read from disk.
      "alter system set shared_buffers = '1GB'",
    );
    await fill(postgres.urls.superuser, scale);
    // The schema engine keeps a connection of this process; a template database may have none.
    await maintenance(
      postgres.urls,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${DATABASE}'`,
    );
  } finally {
    await postgres.stop();
  }
}

/** A run changes data (moves, imports); the next run must find the original. */
async function cloneOf(kept: Postgres["urls"]): Promise<Postgres["urls"]> {
  const name = `bench_${process.pid}`;
  const userOf = (url: string) => new URL(url).username;
  await maintenance(
    kept,
    ...(await leftBehind(kept)).map((left) => `drop database if exists ${left} with (force)`),
    `create database ${name} template ${DATABASE} strategy file_copy owner ${userOf(kept.owner)}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${userOf(kept.app)}, ${userOf(kept.platform)}`,
  );
  const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return { superuser: at(kept.superuser), owner: at(kept.owner), app: at(kept.app), platform: at(kept.platform) };
}

/** Databases of killed runs, and one with this process's number. */
async function leftBehind(kept: Postgres["urls"]): Promise<string[]> {
  const [found = []] = await maintenance(
    kept,
    "select datname as name from pg_database where datname ~ '^bench_[0-9]+$'",
  );
  const numberOf = (name: string) => Number(name.slice("bench_".length));
  return found
    .map(({ name }) => String(name))
    .filter((name) => numberOf(name) === process.pid || !isAlive(numberOf(name)));
}

function databaseOf(urls: Postgres["urls"]): string {
  return new URL(urls.superuser).pathname.slice(1);
}

/** Runs statements outside the database, which must have no connection while it is copied. Returns their rows. */
async function maintenance(
  urls: Postgres["urls"],
  ...statements: string[]
): Promise<(readonly Record<string, unknown>[])[]> {
  const connectionString = Object.assign(new URL(urls.superuser), { pathname: "/postgres" }).href;
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const answers = [];
    for (const statement of statements) answers.push((await client.query(statement)).rows);
    return answers;
  } finally {
    await client.end();
  }
}

/** The inputs of the data: other content makes another cluster. */
async function dataHash(scale: Scale): Promise<string> {
  const entries = await readdir("prisma/migrations", { recursive: true, withFileTypes: true });
  const migrations = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const makers = [
    "bench/data/cluster.ts",
    "bench/data/fill.ts",
    "bench/data/workspaces-sql.ts",
    "bench/data/contacts-sql.ts",
    "bench/data/activities-sql.ts",
  ];
  const scripts = ["prisma/access.sql", "prisma/search.sql", "prisma/changes.sql", "prisma/search-sources.sql"];
  const hash = createHash("sha256").update(JSON.stringify(scale));
  for (const file of [...migrations.sort(), ...makers, ...scripts])
    hash.update(`${file}\0`).update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}

/** Data that was built from older migrations. */
async function sweep(home: string, scale: Scale, name: string): Promise<void> {
  for (const old of await readdir(home).catch(() => [])) {
    if (old.startsWith(`${scale.name}-`) && old !== name) await rm(join(home, old), { recursive: true, force: true });
  }
}
