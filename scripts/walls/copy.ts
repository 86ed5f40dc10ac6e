import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Wall } from "./table";

const parts = ["src", "prisma", "scripts", "package.json", "tsconfig.json", "vitest.config.ts", "prisma.config.ts"];

/** A copy of the tree that can be broken; packages are linked, caches are its own. Returns its folder. */
export function copyTree(): string {
  // Outside of the project: below node_modules no test would be found. Open to the user that runs PostgreSQL for root.
  const folder = mkdtempSync(join(tmpdir(), "throughline-walls-"));
  chmodSync(folder, 0o755);
  for (const part of parts) if (existsSync(part)) cpSync(part, join(folder, part), { recursive: true });
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  for (const name of readdirSync("node_modules"))
    if (name !== ".cache") symlinkSync(resolve("node_modules", name), join(packages, name));
  return folder;
}

/** Takes a wall out of the copy; returns how to put it back. Throws where the table no longer fits the code. */
export function takeOut({ wall, file, take, put }: Wall, folder: string): () => void {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  if (take !== undefined && before.split(take).length !== 2)
    throw new Error(`${wall}: ${file} does not have these words exactly once: ${take}`);
  writeFileSync(path, take === undefined ? before + put : before.replace(take, () => put));
  return () => writeFileSync(path, before);
}
