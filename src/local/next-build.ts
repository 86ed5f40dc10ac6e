import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { nextCommand, runNode } from "./child";
import type { Variables } from "./settings";
import { readState } from "./state";

const STAMP = join(".next", "source-hash");
const FOLDERS = ["src", "public"];
const FILES = ["package-lock.json", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"];
// What no build reads: a change there must not cost one.
const UNREAD = /(\.test\.tsx?|\.md)$|^src[\\/](local|test)[\\/]/;

/** Builds the app unless the last build was made of the same sources; tells whether it built. Throws LocalProblem. */
export async function buildWhenChanged(env: Variables, signal?: AbortSignal): Promise<boolean> {
  const wanted = await sourceHash(env);
  if ((await readState(STAMP)) === wanted) return false;
  await build(env, { ...(signal ? { signal } : {}) });
  await writeFile(STAMP, wanted);
  return true;
}

/** Makes the Prisma client anew when the schema has changed. */
export async function generateClient(signal?: AbortSignal): Promise<void> {
  await runNode("Generating the Prisma client", [join("scripts", "generate.mjs")], {
    env: {},
    show: true,
    ...(signal ? { signal } : {}),
  });
}

/** Builds the app. */
export async function build(env: Variables, options: { show?: boolean; signal?: AbortSignal } = {}): Promise<void> {
  await rm(STAMP, { force: true });
  const variables = { NEXT_TELEMETRY_DISABLED: "1", ...env, NODE_ENV: "production" };
  await runNode("The build", [nextCommand(), "build"], { ...options, env: variables });
}

/** What the build is made of, as a hash: sources, lock file, settings, public variables, version of Node. */
export async function sourceHash(env: Variables, root = "."): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const [name, value] of Object.entries(env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${value}\0`);
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
