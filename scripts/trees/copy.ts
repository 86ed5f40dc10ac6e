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
import { git } from "./git";

/** Text to remove from a file of the copy; without `take`, `put` is appended. */
export interface Edit {
  file: string;
  /** Must occur in the file exactly once. */
  take?: string;
  put: string;
}

const parts = ["src", "prisma", "scripts", "package.json", "tsconfig.json", "vitest.config.ts"];
const partsOfBuild = [
  "public",
  "drills",
  "e2e",
  "next.config.mjs",
  "postcss.config.mjs",
  "package-lock.json",
  "playwright.config.ts",
];
const partsOfWhole = [
  ...partsOfBuild,
  ...[
    "bench",
    "docs",
    "README.md",
    ".env.example",
    "Dockerfile",
    ".dockerignore",
    "compose.yaml",
    ".gitignore",
    "biome.json",
    "knip.json",
  ],
  "next-env.d.ts",
];
const copying = { recursive: true };

/** A copy of the tree that can be broken; packages are linked, caches are separate. Returns its folder. */
export function copyTree(): string {
  // Outside the project: below node_modules no test would be found. Readable for the user that runs PostgreSQL for
  // root.
  const folder = mkdtempSync(join(tmpdir(), "throughline-copy-"));
  chmodSync(folder, 0o755);
  for (const part of parts) if (existsSync(part)) cpSync(part, join(folder, part), copying);
  const packages = readdirSync("node_modules");
  linkPackages(
    folder,
    packages.filter((name) => name !== ".cache"),
  );
  return folder;
}

/** A copy of all checked and tested files: scripts that search the whole tree find it. */
export function copyWholeTree(): string {
  const folder = copyTree();
  for (const part of partsOfWhole) if (existsSync(part)) cpSync(part, join(folder, part), copying);
  return folder;
}

/** Linked one by one: tools that search the sources skip a folder of that name, but follow a link. */
function linkPackages(folder: string, names: readonly string[]): void {
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  for (const name of names) symlinkSync(resolve("node_modules", name), join(packages, name));
}

/** A copy below the project that can be broken and built: a build uses no package from outside its root. */
export function copyToBuild(): string {
  mkdirSync(".data", { recursive: true });
  const folder = mkdtempSync(resolve(".data", "copy-"));
  for (const part of [...parts, ...partsOfBuild]) if (existsSync(part)) cpSync(part, join(folder, part), copying);
  linkPackages(folder, readdirSync("node_modules"));
  // Outside a repository Tailwind would search all packages for class names.
  const styles = { take: '@import "tailwindcss";', put: '@import "tailwindcss" source("..");' };
  takeOut({ file: "src/app/globals.css", ...styles }, folder);
  return folder;
}

/**
 * Commits all that is in a copy, which becomes a repository of its own.
 * @internal
 */
export function commit(folder: string): void {
  if (!existsSync(join(folder, ".git"))) git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  const person = ["-c", "user.name=Test", "-c", "user.email=test@test.example", "-c", "commit.gpgsign=false"];
  git(folder, ...person, "commit", "--quiet", "--message", "As it was");
}

/** Changes the copy; returns the function that restores it. Throws if the table no longer matches the code. */
export function takeOut({ file, take, put }: Edit, folder: string): () => void {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  if (take !== undefined && before.split(take).length !== 2)
    throw new Error(`${file} does not have these words exactly once: ${take}`);
  writeFileSync(path, take === undefined ? before + put : before.replace(take, () => put));
  return () => writeFileSync(path, before);
}
