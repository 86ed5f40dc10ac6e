import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { readState } from "./state";

/** The folder that Next compiles into. No server reads from it: a build moves out when it is complete. */
const COMPILED = ".next";
/** The file with the folder of the build to serve; `next.config.mjs` reads it when a server starts. */
const CURRENT = ".next-current";
const OWN_STATIC = "own-static.json";
/** Files for compiling and not for serving: they stay for the next build. */
const STAYS = new Set(["cache", "dev", "diagnostics", "lock", "trace", "trace-build", "types"]);
/** The new build, the one that a server may serve until it is restarted, and one more for a build in between. */
const KEPT = 3;

/** A name for a build, ordered by time; it is also the deployment id. */
export function newBuildId(at = new Date()): string {
  const time = at.toISOString().replaceAll(/\D/g, "").slice(0, 17);
  return `${time}-${randomBytes(3).toString("hex")}`;
}

/** The folder of the current build; undefined where nothing was built. */
export async function currentBuild(root = "."): Promise<string | undefined> {
  return (await readState(join(root, CURRENT)))?.trim();
}

/**
 * Moves the compiled files into their own folder and makes it the current build, in one step. The previous build
 * stays for a server that still serves it; open tabs find its chunks at the new server too.
 */
export async function changeOver(id: string, root = "."): Promise<string> {
  const previous = await currentBuild(root);
  const folder = `${COMPILED}-${id}`;
  await mkdir(join(root, folder));
  for (const name of await readdir(join(root, COMPILED))) {
    if (!STAYS.has(name)) await rename(join(root, COMPILED, name), join(root, folder, name));
  }
  const own = await filesBelow(join(root, folder, "static"));
  await writeFile(join(root, folder, OWN_STATIC), JSON.stringify(own));
  if (previous) await copyStatic(join(root, previous), join(root, folder), new Set(own));
  const draft = join(root, `${CURRENT}.${id}`);
  await writeFile(draft, folder);
  await rename(draft, join(root, CURRENT));
  await forgetOldBuilds(root);
  return folder;
}

/** Copies the chunks of this build, not those of earlier builds. */
async function copyStatic(from: string, to: string, there: ReadonlySet<string>): Promise<void> {
  const own: string[] = JSON.parse((await readState(join(from, OWN_STATIC))) ?? "[]");
  for (const file of own.filter((name) => !there.has(name))) {
    const target = join(to, "static", file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(from, "static", file), target);
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

async function forgetOldBuilds(root: string): Promise<void> {
  const builds = (await readdir(root, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && /^\.next-\d{17}-[0-9a-f]{6}$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  for (const name of builds.slice(0, -KEPT)) await rm(join(root, name), { recursive: true, force: true });
}
