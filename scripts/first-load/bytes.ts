import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { UNMINIFIED } from "@/local/next-build";
import { LocalProblem } from "@/local/problem";

/** The part of Next's client manifest of a page that says what its layouts and itself load at once. */
interface ClientManifest {
  entryJSFiles: Readonly<Record<string, readonly string[]>>;
}

/** Throws for a build of `npm test`. */
async function refuseUnminified(build: string): Promise<void> {
  const files = await readdir(build);
  if (files.includes(UNMINIFIED))
    throw new LocalProblem("The last build is one of npm test, which is not minified. Run npm run build first.");
}

/**
 * The JavaScript of a page's first load in a build, in gzipped bytes: the frame that all pages share, and the files of
 * the page and its layouts. Chromium loads the same files, and on pages of a workspace those of live updates, which start
 * afterwards (`bench/figures/first-load.ts`).
 */
export async function firstLoadBytes(build: string, page: string): Promise<number> {
  await refuseUnminified(build);
  const shared = JSON.parse(await readFile(join(build, "build-manifest.json"), "utf8")) as { rootMainFiles: string[] };
  const { entryJSFiles } = await clientManifest(join(build, "server/app", page, "page_client-reference-manifest.js"));
  // Error pages come along: they must not wait for a network that fails.
  const files = new Set([...shared.rootMainFiles, ...Object.values(entryJSFiles).flat()]);
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await readFile(join(build, decodeURIComponent(file)))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The file is a script that puts the manifest, as JSON, into a global. */
async function clientManifest(file: string): Promise<ClientManifest> {
  const text = await readFile(file, "utf8");
  const json = text.slice(text.lastIndexOf("] = ") + 4).replace(/;\s*$/, "");
  return JSON.parse(json) as ClientManifest;
}
