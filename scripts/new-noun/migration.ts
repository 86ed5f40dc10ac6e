import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { type NounSpec, Refused } from "./spec";

/** The few archived records are found among themselves; the model's language cannot say an index of some rows. */
const archivedIndex = ({ table }: NounSpec) =>
  `CREATE INDEX "${table}_archived_idx" ON "${table}" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;\n`;

/** Writes the migration that brings the tables of new nouns, and the client that knows them; their models stand already. */
export async function writeMigration(root: string, name: string, nouns: readonly NounSpec[]): Promise<void> {
  node(root, "--import", "tsx", "--conditions=react-server", "scripts/db.ts", "new", name);
  const migrations = join(root, "prisma/migrations");
  const folder = readdirSync(migrations).find((one) => one.endsWith(`_${name}`));
  if (!folder) throw new Refused(`No folder of ${migrations} ends with ${name}.`);
  const sql = `\n-- Archived ones are found among themselves.\n${nouns.map(archivedIndex).join("")}`;
  await appendFile(join(migrations, folder, "migration.sql"), sql);
  node(root, "scripts/generate.mjs");
}

/** Runs a program of a tree to its end; throws with its words where it fails. */
export function node(root: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Refused(`Nothing was made: ${args.join(" ")} failed.\n${stdout}${stderr}`);
}
