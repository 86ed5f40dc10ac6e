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

/** Words to take out of a file of the copy; without `take` `put` is added at the end of it. */
export interface Edit {
  file: string;
  /** Must stand in the file exactly once. */
  take?: string;
  put: string;
}

const parts = ["src", "prisma", "scripts", "package.json", "tsconfig.json", "vitest.config.ts", "prisma.config.ts"];
const partsOfBuild = ["public", "drills", "e2e", "next.config.mjs", "postcss.config.mjs", "package-lock.json"];
const partsOfWhole = [
  ...partsOfBuild,
  ...["bench", "docs", "README.md", ".env.example", ".gitignore", "biome.json", "knip.json"],
  ...["next-env.d.ts", "playwright.config.ts"],
];
const copying = { recursive: true };

/** A copy of the tree that can be broken; packages are linked, caches are its own. Returns its folder. */
export function copyTree(): string {
  // Outside of the project: below node_modules no test would be found. Open to the user that runs PostgreSQL for root.
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

/** A copy of all that is checked and tested: scripts that look through the whole tree find it. */
export function copyWholeTree(): string {
  const folder = copyTree();
  for (const part of partsOfWhole) if (existsSync(part)) cpSync(part, join(folder, part), copying);
  return folder;
}

/** Links them one by one: what looks through the sources leaves a folder of that name out, but follows a link. */
function linkPackages(folder: string, names: readonly string[]): void {
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  for (const name of names) symlinkSync(resolve("node_modules", name), join(packages, name));
}

/** A copy below the project that can be broken and built: a build takes no package from outside of its root. */
export function copyToBuild(): string {
  mkdirSync(".data", { recursive: true });
  const folder = mkdtempSync(resolve(".data", "without-"));
  for (const part of [...parts, ...partsOfBuild]) if (existsSync(part)) cpSync(part, join(folder, part), copying);
  linkPackages(folder, readdirSync("node_modules"));
  // Outside of a repository Tailwind would read all packages for names of classes; drills need no styles.
  const styles = { take: '@import "tailwindcss";', put: '@import "tailwindcss" source(none);' };
  takeOut({ file: "src/app/globals.css", ...styles }, folder);
  return folder;
}

/** Changes the copy; returns how to put it back. Throws where the table no longer fits the code. */
export function takeOut({ file, take, put }: Edit, folder: string): () => void {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  if (take !== undefined && before.split(take).length !== 2)
    throw new Error(`${file} does not have these words exactly once: ${take}`);
  writeFileSync(path, take === undefined ? before + put : before.replace(take, () => put));
  return () => writeFileSync(path, before);
}
