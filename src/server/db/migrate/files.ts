import "server-only";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { MigrationList, SchemaContainer } from "@prisma/schema-engine-wasm";
import { unless } from "../../unless.ts";

const LOCK_FILE = "migration_lock.toml";
const LOCK = `# Prisma reads the kind of database from here.\nprovider = "postgresql"\n`;

/** The folder with the schema, `migrations/` and `access.sql`, of the project in the working directory. */
export const PRISMA_FOLDER = resolve("prisma");

/** Every `.prisma` file below the folder. */
export async function readSchema(folder: string): Promise<SchemaContainer[]> {
  const names = await readdir(folder, { recursive: true });
  const paths = names.filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    paths.map(async (name) => ({ path: join(folder, name), content: await readFile(join(folder, name), "utf8") })),
  );
}

/** The migrations on disk in order; `only` limits them to some. */
export async function readMigrations(folder: string, only?: (name: string) => boolean): Promise<MigrationList> {
  const baseDir = join(folder, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true }).catch(unless("ENOENT", []));
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names
      .filter((name) => only?.(name) ?? true)
      .sort()
      .map(async (name) => {
        const value = await readFile(join(baseDir, name, "migration.sql"), "utf8");
        return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
      }),
  );
  const content = await readFile(join(baseDir, LOCK_FILE), "utf8").catch(unless("ENOENT", LOCK));
  return { baseDir, lockfile: { path: LOCK_FILE, content }, shadowDbInitScript: "", migrationDirectories };
}

/** The scripts of search: its functions, and the tables and columns that it follows; empty if there are none. */
export async function readSearch(folder: string): Promise<string> {
  const names = [
    "search.sql",
    "custom.sql",
    "links.sql",
    "stays.sql",
    "next-steps.sql",
    "account-values.sql",
    "files.sql",
    "changes.sql",
    "search-sources.sql",
  ];
  const scripts = names.map((name) => readFile(join(folder, name), "utf8").catch(unless("ENOENT", "")));
  return (await Promise.all(scripts)).join("\n");
}

/** Writes a migration named after today's date and returns its path, relative to the working directory. */
export async function writeMigration(folder: string, name: string, sql: string): Promise<string> {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const directory = join(folder, "migrations", `${stamp}_${name}`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "migration.sql"), sql);
  await writeFile(join(folder, "migrations", LOCK_FILE), LOCK, { flag: "wx" }).catch(unless("EEXIST", undefined));
  return relative(process.cwd(), join(directory, "migration.sql"));
}
