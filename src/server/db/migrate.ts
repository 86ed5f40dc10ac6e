import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DiffParams, HistoryDiagnostic } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { type EngineTarget, MigrationProblem, withEngine } from "./migrate/engine.ts";
import { PRISMA_FOLDER, readMigrations, readSchema, writeMigration } from "./migrate/files.ts";

const filters = { externalTables: [], externalEnums: [] };

/** Which database, and where the schema is (by default `prisma/` of the project). */
export type MigrateTarget = {
  /** Login that owns the tables. */
  ownerUrl: string;
  /** Login on the same server that may create scratch databases; by default the owner's. */
  shadowUrl?: string;
  /** Names of the roles that `access.sql` grants to, where they are not the usual ones. */
  roles?: { app: string; platform: string };
  folder?: string;
  /** Tables without policies, for a schema that has no `access.sql`; everywhere else a missing one is an error. */
  withoutAccess?: boolean;
};

/** Applies what is pending and then `access.sql`; returns the names of what was applied. Safe to run twice at once. */
export async function migrate(target: MigrateTarget): Promise<string[]> {
  const { ownerUrl, roles, folder = PRISMA_FOLDER } = target;
  const migrationsList = await readMigrations(folder);
  // Read first: no table may come to be whose policies are then found missing.
  const access = target.withoutAccess ? undefined : await readFile(join(folder, "access.sql"), "utf8");
  const { appliedMigrationNames } = await withEngine({ url: ownerUrl }, (engine) =>
    engine.applyMigrations({ migrationsList, filters }),
  );
  if (access !== undefined) await applyAccess(ownerUrl, access, roles);
  return appliedMigrationNames;
}

/**
 * Writes the SQL that takes the migrations to the schema; an unchanged schema gives an empty file for SQL of one's own.
 * Returns the file's path. The database of `ownerUrl` is neither read nor changed: all happens in a scratch database.
 */
export async function newMigration(
  { ownerUrl, shadowUrl, folder = PRISMA_FOLDER }: MigrateTarget,
  name: string,
): Promise<string> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new MigrationProblem(`A migration's name is like add_owner_to_teams, not ${name}.`);
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

/** How the database stands against the migrations, and the migrations against the schema. */
export type MigrationStatus = {
  pending: string[];
  /** Applied, and changed on disk since. */
  edited: string[];
  failed: string[];
  /** Applied, and no longer on disk. */
  missing: string[];
  /** What was changed in the database by other hands, in Prisma's words; empty when nothing. */
  drift: string;
  /** How the schema is ahead of the migrations, in Prisma's words; empty when it is not. */
  unwritten: string;
  /** Why the last two could not be found out; where it is set they say nothing. */
  notCompared?: string;
};

/** Compares database, migrations and schema; all but the history needs a login that may create databases. */
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

/** What leads from one schema to the other, in Prisma's words; empty when they are the same. */
async function difference(target: EngineTarget, ends: Pick<DiffParams, "from" | "to">): Promise<string> {
  const { exitCode, stdout } = await withEngine(target, (engine) =>
    engine.diff({ ...ends, script: false, exitCode: true, filters }),
  );
  return exitCode === 0 ? "" : (stdout ?? "").trim();
}

/** Empties the database, whatever is in it, and builds it anew. */
export async function reset(target: MigrateTarget): Promise<string[]> {
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

/** Runs `access.sql` (roles' rights and policies) as one script, in one transaction. */
async function applyAccess(ownerUrl: string, script: string, roles: MigrateTarget["roles"]): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(
      "SELECT set_config('throughline.app_role', $1, false), set_config('throughline.platform_role', $2, false)",
      [roles?.app ?? "", roles?.platform ?? ""],
    );
    // Two at once would trip over each other's CREATE POLICY.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('throughline access'));\n${script}`);
  });
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
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
