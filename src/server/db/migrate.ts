import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { DiffParams, HistoryDiagnostic } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { type EngineTarget, MigrationProblem, OtherVersion, withEngine } from "./migrate/engine.ts";
import { PRISMA_FOLDER, readMigrations, readSchema, readSearch, writeMigration } from "./migrate/files.ts";
import { applySearch } from "./migrate/search.ts";
import { extendPartitions } from "./partitions.ts";
import { accessNote, accessVersion } from "./schema-facts.ts";

const TURN_MS = 200;
const MOST_NAMES = 3;
const filters = { externalTables: [], externalEnums: [] };

/** The database, and the folder of the schema (by default `prisma/` of the project). */
export type MigrateTarget = {
  /** Login that owns the tables. */
  ownerUrl: string;
  /** Login on the same server that may create scratch databases; by default the owner's. */
  shadowUrl?: string;
  /** Names of the roles that `access.sql` grants to, where they are not the usual ones. */
  roles?: { app: string; platform: string };
  folder?: string;
  /**
   * Allows tables without policies, for a schema that has no `access.sql`; anywhere else a missing policy is an
   * error.
   */
  withoutAccess?: boolean;
};

/**
 * Applies pending migrations, then `access.sql` and the scripts of search; returns the names of the applied migrations.
 * Safe to run twice at once. Throws MigrationProblem, before any change, if a role is missing, and OtherVersion if the
 * database has migrations that are not in the folder.
 */
export async function migrate(target: MigrateTarget): Promise<string[]> {
  const { ownerUrl, roles, folder = PRISMA_FOLDER } = target;
  const migrationsList = await readMigrations(folder);
  // Read before any change, so that no table is created without its policies.
  const access = target.withoutAccess ? undefined : await readFile(join(folder, "access.sql"), "utf8");
  await assertRoles(target);
  await assertKnown(ownerUrl, new Set(migrationsList.migrationDirectories.map(({ path }) => path)), access);
  const { appliedMigrationNames } = await inTurn(ownerUrl, () =>
    withEngine({ url: ownerUrl }, (engine) => engine.applyMigrations({ migrationsList, filters })),
  );
  if (access !== undefined) await applyAccess(ownerUrl, access, roles);
  const search = await readSearch(folder);
  if (search !== "") await withClient(ownerUrl, (client) => applySearch(client, search, roles?.app));
  if (access !== undefined) await makePartitions(ownerUrl);
  return appliedMigrationNames;
}

/** A lock that could not be had in time, and a folder whose schema has no partitions. */
const withoutPartitions = new Set(["55P03", "42883"]);

/** Makes the partitions of the months to come. Where something holds the tables, the job of the night makes them. */
async function makePartitions(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    try {
      await extendPartitions(async (sql, values) => (await client.query(sql, values)).rows, new Date());
    } catch (error) {
      if (!withoutPartitions.has((error as { code?: string }).code ?? "")) throw error;
    }
  });
}

/**
 * Writes the SQL that takes the migrations to the schema; for an unchanged schema the file is empty, for SQL written
 * by hand. Returns its path. Works in a scratch database: the database of `ownerUrl` is neither read nor changed.
 */
export async function newMigration(
  { ownerUrl, shadowUrl, folder = PRISMA_FOLDER }: MigrateTarget,
  name: string,
): Promise<string> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new MigrationProblem(`Name a migration like add_owner_to_teams, not ${name}.`);
  const [files, migrations] = await Promise.all([readSchema(folder), readMigrations(folder)]);
  const { stdout } = await withEngine({ url: shadowUrl ?? ownerUrl, schema: asPairs(files) }, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters,
    }),
  );
  const sql = stdout?.trim() ?? "";
  const isEmpty = sql === "" || sql === "-- This is an empty migration.";
  return writeMigration(folder, name, isEmpty ? "-- Write the SQL of this migration here.\n" : `${sql}\n`);
}

/** The state of the database against the migrations, and of the migrations against the schema. */
export type MigrationStatus = {
  pending: string[];
  /** Applied, and changed on disk since. */
  edited: string[];
  failed: string[];
  /** Applied, and no longer on disk. */
  missing: string[];
  /** Changes made to the database outside the migrations, in Prisma's words; empty when there are none. */
  drift: string;
  /** Changes in the schema that no migration has, in Prisma's words; empty when there are none. */
  unwritten: string;
  /** Why the last two could not be determined; when set, both are empty. */
  notCompared?: string;
};

/** Compares database, migrations and schema. All but the history needs a login that may create databases. */
export async function status({ ownerUrl, shadowUrl, folder = PRISMA_FOLDER }: MigrateTarget): Promise<MigrationStatus> {
  const [files, migrationsList] = await Promise.all([readSchema(folder), readMigrations(folder)]);
  const target = { url: ownerUrl, shadowUrl: shadowUrl ?? ownerUrl, schema: asPairs(files) };
  const history = await withEngine(target, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  );
  const { unappliedMigrationNames: pending, unpersistedMigrationNames: missing } = split(history.history, () =>
    history.hasMigrationsTable ? [] : migrationsList.migrationDirectories.map(({ path }) => path),
  );
  const applied = await readMigrations(folder, (name) => !pending.includes(name));
  const shared = {
    pending,
    missing,
    edited: history.editedMigrationNames,
    failed: history.failedMigrationNames,
  };
  try {
    const drift = await difference(target, {
      from: { tag: "migrations", ...applied },
      to: { tag: "schemaDatasource", files, configDir: folder },
    });
    const unwritten = await difference(target, {
      from: { tag: "migrations", ...migrationsList },
      to: { tag: "schemaDatamodel", files },
    });
    return { ...shared, drift, unwritten };
  } catch (error) {
    if (!(error instanceof MigrationProblem)) throw error;
    return { ...shared, drift: "", unwritten: "", notCompared: error.message };
  }
}

/** The SQL from one schema to the other, as Prisma writes it; empty when they are the same. */
async function difference(target: EngineTarget, ends: Pick<DiffParams, "from" | "to">): Promise<string> {
  const { exitCode, stdout } = await withEngine(target, (engine) =>
    engine.diff({ ...ends, script: false, exitCode: true, filters }),
  );
  return exitCode === 0 ? "" : (stdout ?? "").trim();
}

/** Empties the database completely and builds it again. */
export async function reset(target: MigrateTarget): Promise<string[]> {
  await assertRoles(target);
  await withClient(target.ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
    );
    const drops = rows.map(({ name }) => `DROP SCHEMA ${client.escapeIdentifier(name)} CASCADE;`);
    await client.query(`${drops.join("\n")}\nCREATE SCHEMA public;`);
  });
  return migrate(target);
}

/** Marks a migration that failed as rolled back, so that the next `migrate` tries it again. */
export async function forgetFailure({ ownerUrl }: MigrateTarget, migrationName: string): Promise<void> {
  await withEngine({ url: ownerUrl }, (engine) => engine.markMigrationRolledBack({ migrationName }));
}

/**
 * One run after the other, however long the first one takes. It asks again and again: CREATE INDEX CONCURRENTLY waits for
 * all statements that run, so a run that waits for the lock of the engine in a statement would be a deadlock.
 */
async function inTurn<T>(ownerUrl: string, work: () => Promise<T>): Promise<T> {
  return withClient(ownerUrl, async (client) => {
    const take = "SELECT pg_try_advisory_lock(hashtext('throughline migrations')) AS taken";
    while (!(await client.query<{ taken: boolean }>(take)).rows[0]?.taken) await setTimeout(TURN_MS);
    return work();
  });
}

/** Runs `access.sql` (roles' rights and policies) as one script, in one transaction. */
async function applyAccess(ownerUrl: string, script: string, roles: MigrateTarget["roles"]): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(
      "SELECT set_config('throughline.app_role', $1, false), set_config('throughline.platform_role', $2, false)",
      [roles?.app ?? "", roles?.platform ?? ""],
    );
    // Two runs at once would collide in CREATE POLICY.
    const note = `COMMENT ON TABLE _prisma_migrations IS ${client.escapeLiteral(accessNote(script))};`;
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('throughline access'));\n${script}\n;${note}`);
  });
}

async function assertRoles({ ownerUrl, roles }: MigrateTarget): Promise<void> {
  if (!roles) return;
  const missing = await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)",
      [[roles.app, roles.platform]],
    );
    return rows.map(({ name }) => name);
  });
  if (missing.length > 0) {
    throw new MigrationProblem(
      `The server lacks the role ${missing.join(" and the role ")}. Nothing was changed. Create it first: CREATE ROLE … LOGIN PASSWORD '…' (docs/guides/operators.md).`,
    );
  }
}

/**
 * `access.sql` drops all policies and creates those that it knows: tables of another version would be left open or closed.
 * And tables that are there already cannot be made again.
 */
async function assertKnown(ownerUrl: string, known: Set<string>, access = ""): Promise<void> {
  const unknown = await withClient(ownerUrl, async (client) => {
    const { rows: found } = await client.query("SELECT WHERE to_regclass('_prisma_migrations') IS NOT NULL");
    if (found.length === 0) return [];
    const { rows } = await client.query<{ name: string }>(
      "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1",
    );
    const { rows: notes } = await client.query<{ note: string | null }>(
      "SELECT obj_description(to_regclass('_prisma_migrations')) AS note",
    );
    const version = accessVersion(notes[0]?.note ?? "");
    const others = rows.map(({ name }) => name).filter((name) => !known.has(name));
    return version > accessVersion(access) ? [`access.sql of version ${version}`, ...others] : others;
  });
  if (unknown.length > 0) throw new OtherVersion(inShort(unknown));
}

/** The first of some names, and how many there are beside them. */
function inShort(names: string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 1 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${rest} more` : names.join(", ");
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof MigrationProblem) throw error;
    const { host, pathname } = new URL(connectionString);
    throw new MigrationProblem(`The database ${host}${pathname} says: ${error.message || error.name}`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

function split(history: HistoryDiagnostic | null, whenInSync: () => string[]) {
  const none: string[] = [];
  switch (history?.diagnostic) {
    case "databaseIsBehind":
      return { unappliedMigrationNames: history.unappliedMigrationNames, unpersistedMigrationNames: none };
    case "migrationsDirectoryIsBehind":
      return { unappliedMigrationNames: none, unpersistedMigrationNames: history.unpersistedMigrationNames };
    case "historiesDiverge":
      return history;
    default:
      return { unappliedMigrationNames: whenInSync(), unpersistedMigrationNames: none };
  }
}

function asPairs(files: { path: string; content: string }[]): [string, string][] {
  return files.map(({ path, content }) => [path, content]);
}
