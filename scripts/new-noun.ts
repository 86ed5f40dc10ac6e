import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { nouns, settings } from "@/lib/nouns/all";
import { node, writeMigration } from "./new-noun/migration";
import { type NounSpec, Refused, readSpec } from "./new-noun/spec";
import { textsOf } from "./new-noun/texts";

const root = join(import.meta.dirname, "..");
const models = "prisma/models";
const migrations = "prisma/migrations";
/** Written together with a migration. */
const searchSources = "prisma/search-sources.sql";
/** The table of what each kind of record can do, which this test compares with the declarations, and writes. */
const abilities = { document: "docs/abilities.md", test: "src/registry/abilities.test.ts" };
const pages = ["src/app/(app)/[workspace]", "src/app/(onboarding)/[workspace]"];
const { resolve } = createRequire(import.meta.url);
const vitest = join(dirname(resolve("vitest/package.json")), "vitest.mjs");

const options = { one: { type: "string" }, settings: { type: "boolean" } } as const;

try {
  await main();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const noun = readSpec(positionals, values);
  refuseTaken(noun);
  refuseDirtyTree();
  const texts = textsOf(root, noun);
  const migrated = new Set(readdirSync(join(root, migrations)));
  const touched = [...texts.keys(), searchSources, abilities.document];
  const before = new Map(touched.map((path) => [path, existsSync(join(root, path)) ? read(path) : null]));
  try {
    await writeAll(texts);
    format([...texts.keys()]);
    await writeMigration(root, `add_${noun.table}`, [noun]);
    node(root, vitest, "run", "--project", "unit", abilities.test, "--update");
  } catch (error) {
    await writeAll(before);
    await removeMigrations(migrated);
    throw error;
  }
  console.log(`The noun ${noun.one} is made. Read docs/guides/contributors.md for what comes next.`);
}

/** Takes away the migrations that were written since. */
async function removeMigrations(before: ReadonlySet<string>): Promise<void> {
  for (const folder of readdirSync(join(root, migrations)).filter((name) => !before.has(name)))
    await rm(join(root, migrations, folder), { recursive: true });
}

/** Throws where an object, an address or a folder has one of the names already. */
function refuseTaken({ entity, path, model, table, module, settings: isSetting }: NounSpec): void {
  const heads = Object.entries({ ...settings, ...nouns }).map(([key, head]) => [key, head.path, head.table]);
  const folder = `src/modules/${module}/${path}`;
  const schemas = readdirSync(join(root, models)).map((file) => read(join(models, file)));
  const isModel = schemas.some((text) => new RegExp(`^model ${model} |@@map\\("${table}"\\)`, "m").test(text));
  const isPage = [...pages, ...(isSetting ? [`${pages[0]}/settings`] : [])].some((folder) =>
    existsSync(join(root, folder, path)),
  );
  if (heads.flat().some((name) => [entity, path].includes(name)) || existsSync(join(root, folder)) || isModel || isPage)
    throw new Refused(`There is something called ${path} already. Choose another name.`);
}

/** Its files must be distinguishable from earlier ones: it refuses where git knows of unsaved work. */
function refuseDirtyTree(): void {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
  if (status === 0 && stdout.trim() !== "")
    throw new Refused("The work tree holds changes that are not committed. Commit or stash them first.");
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Writes each text; a file without one is taken away. */
async function writeAll(texts: ReadonlyMap<string, string | null>): Promise<void> {
  for (const [path, text] of texts) {
    const file = join(root, path);
    if (text === null) await removeWithFolder(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

/** Takes a file away, and the folders that it leaves empty. */
async function removeWithFolder(file: string): Promise<void> {
  await rm(file, { force: true });
  for (let folder = dirname(file); existsSync(folder) && readdirSync(folder).length === 0; folder = dirname(folder))
    await rmdir(folder);
}

function format(paths: readonly string[]): void {
  const known = paths.filter((path) => /\.(tsx?|md)$/.test(path));
  node(root, resolve("@biomejs/biome/bin/biome"), "check", "--write", ...known);
}
