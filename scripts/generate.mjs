// Generates the Prisma client from the schema, offline, when the schema has changed, and records the schema that the
// build expects. Plain JavaScript: it runs in `postinstall`, where only Node is certain to exist.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const output = join(root, "src", "server", "db", "generated");
const stamp = join(output, ".schema-hash");

const generator = generatorPackage();
if (!existsSync(join(root, "prisma", "schema.prisma"))) {
  console.log("generate: no prisma/schema.prisma here, nothing to do");
} else if (!generator) {
  console.log("generate: an install without development packages, the client stays as it is");
} else {
  const files = schemaFiles();
  const wanted = schemaHash(generator, files);
  const made = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (made !== wanted || process.argv.includes("--force")) await generate(files, wanted);
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

/**
 * Calls the generator of `prisma generate`; the command itself would bring its studio and its own database.
 * @param {[string, string][]} files @param {string} hash
 */
async function generate(files, hash) {
  const { PrismaClientTsGenerator } = require("@prisma/client-generator-ts");
  const { get_config, get_dmmf } = require("@prisma/prisma-schema-wasm");
  try {
    const { config, errors } = JSON.parse(get_config(JSON.stringify({ prismaSchema: files })));
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
    const [client] = config.generators;
    client.output.value = output;
    await new PrismaClientTsGenerator().generate({
      generator: client,
      otherGenerators: [],
      schemaPath: join(root, "prisma"),
      dmmf: JSON.parse(get_dmmf(JSON.stringify({ prismaSchema: files }))),
      datasources: config.datasources,
      datamodel: files.map(([, text]) => text).join("\n"),
      version: require("@prisma/engines-version").enginesVersion,
      noHints: true,
    });
  } catch (error) {
    console.error(reasonOf(error));
    console.error("generate: the Prisma client was not written; the reason stands above");
    process.exit(1);
  }
  writeFileSync(stamp, hash);
  console.log("generate: Prisma client written to src/server/db/generated");
}

/** A schema that does not parse is described in JSON. @param {unknown} error */
function reasonOf(error) {
  try {
    return JSON.parse(error.message).message;
  } catch {
    return error;
  }
}

/** @param {string} generator @param {[string, string][]} files */
function schemaHash(generator, files) {
  const hash = createHash("sha256").update(readFileSync(join(dirname(generator), "..", "package.json")));
  for (const [name, text] of files) hash.update(`${name}\0`).update(text);
  return hash.digest("hex");
}

/** @returns {[string, string][]} name and text of each file */
function schemaFiles() {
  const folder = join(root, "prisma");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".prisma"));
  return names.sort().map((name) => [join("prisma", name), readFileSync(join(folder, name), "utf8")]);
}

/** Path of the generator's program, or undefined if it is not installed. */
function generatorPackage() {
  try {
    return require.resolve("@prisma/client-generator-ts");
  } catch {
    return undefined;
  }
}
