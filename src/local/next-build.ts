import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { changeOver, currentBuild, newBuildId } from "./builds";
import { nextCommand, runNode } from "./child";
import type { Variables } from "./settings";
import { readState } from "./state";

const STAMP = "source-hash";
const FOLDERS = ["src", "public"];
const FILES = ["package-lock.json", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"];
// Files that no build reads: changes there must not cause one.
const UNREAD = /(\.test\.tsx?|\.md)$|^src[\\/](local|test)[\\/]/;

type BuildOptions = { show?: boolean; signal?: AbortSignal };

/** Builds the app unless the last build has the same sources; returns whether it built. Throws LocalProblem. */
export async function buildWhenChanged(env: Variables, signal?: AbortSignal): Promise<boolean> {
  const wanted = await sourceHash(env);
  const current = await currentBuild();
  if (current && (await readState(join(current, STAMP))) === wanted) return false;
  const built = await build(env, { ...(signal ? { signal } : {}) });
  await writeFile(join(built, STAMP), wanted);
  return true;
}

/** Generates the Prisma client again when the schema has changed. */
export async function generateClient(signal?: AbortSignal): Promise<void> {
  await runNode("Generating the Prisma client", [join("scripts", "generate.mjs")], {
    env: {},
    show: true,
    ...(signal ? { signal } : {}),
  });
}

/** The file in a build that is not minified: what its pages load says nothing. */
export const UNMINIFIED = "unminified";

/** Builds the app beside the current build and makes it the one for the next start; returns its folder. */
export async function build(env: Variables, options: BuildOptions = {}): Promise<string> {
  const id = newBuildId();
  await compile({ ...env, NEXT_DEPLOYMENT_ID: id }, options);
  const built = await changeOver(id);
  if (env.BUILD_MINIFY === "false") await writeFile(join(built, UNMINIFIED), "");
  return built;
}

/** Compiles the app into `.next`, for hosts that serve builds themselves. */
export async function compile(env: Variables, options: BuildOptions = {}): Promise<void> {
  const variables = { NEXT_TELEMETRY_DISABLED: "1", ...env, NODE_ENV: "production" };
  await runNode("The build", [nextCommand(), "build"], { ...options, env: variables });
}

/** A hash of everything that determines the build: sources, lock file, settings, public variables, version of Node. */
export async function sourceHash(env: Variables, root = "."): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const [name, value] of Object.entries(env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_") || name === "BUILD_MINIFY") hash.update(`${name}=${value}\0`);
  }
  for (const path of await sources(root)) {
    hash
      .update(`${path}\0`)
      .update(await readFile(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

async function sources(root: string): Promise<string[]> {
  const inFolders = await Promise.all(
    FOLDERS.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
      const files = entries.filter((entry) => entry.isFile());
      return files.map((entry) => relative(root, join(entry.parentPath, entry.name)));
    }),
  );
  return [...FILES, ...inFolders.flat()].filter((path) => !UNREAD.test(path)).sort();
}
