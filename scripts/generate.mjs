// Generates the Prisma client from the schema, offline, when the schema has changed, and records the schema that the
// build expects. Plain JavaScript: it runs in `postinstall`, where only Node is certain to exist.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const output = join(root, "src", "server", "db", "generated");
const stamp = join(output, ".schema-hash");

const cli = prismaCli();
if (!existsSync(join(root, "prisma", "schema.prisma"))) {
  console.log("generate: no prisma/schema.prisma here, nothing to do");
} else if (!cli) {
  console.log("generate: prisma is not installed (an install without development packages), the client stays as it is");
} else {
  const wanted = schemaHash(cli);
  const made = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (made !== wanted || process.argv.includes("--force")) generate(cli, wanted);
  noteExpectedSchema();
}

/** Writes the migrations and access.sql version of this tree, which readiness compares with the database. */
function noteExpectedSchema() {
  const folder = join(root, "prisma");
  const entries = readdirSync(join(folder, "migrations"), { withFileTypes: true });
  const migrations = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const access = Number(/^-- Version (\d+)\./m.exec(readFileSync(join(folder, "access.sql"), "utf8"))?.[1] ?? 0);
  const text = `export const expectedSchema = ${JSON.stringify({ migrations: migrations.sort(), access })};\n`;
  const file = join(output, "expected-schema.ts");
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}

/** @param {string} cli @param {string} hash */
function generate(cli, hash) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "generate", "--no-hints"], {
    cwd: root,
    encoding: "utf8",
    // The client needs no native engine: any file keeps the command from downloading one.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  });
  if (status !== 0) {
    console.error(`${stdout}${stderr}generate: \`prisma generate\` failed; its reason stands above`);
    process.exit(1);
  }
  writeFileSync(stamp, hash);
  console.log("generate: Prisma client written to src/server/db/generated");
}

/** @param {string} cli */
function schemaHash(cli) {
  const hash = createHash("sha256").update(readFileSync(join(dirname(cli), "..", "package.json")));
  const folder = join(root, "prisma");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".prisma"));
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
}

/** Path of the prisma command, or undefined if it is not installed. */
function prismaCli() {
  try {
    return createRequire(import.meta.url).resolve("prisma/build/index.js");
  } catch {
    return undefined;
  }
}
