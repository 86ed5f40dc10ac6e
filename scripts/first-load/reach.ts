import { posix } from "node:path";
import { gzipSync } from "node:zlib";
import type { SourceFile, SourceTree } from "@/test/structure/source-tree";

/** A file or package that a page's first load contains. */
export interface Reached {
  /** Gzipped size of the source without comments; null for a package. */
  bytes: number | null;
  /** The imports that lead to it, from a file of the page. */
  chain: readonly string[];
}

/** Next's files of a folder that a page brings along. */
const BESIDE = ["layout", "error", "not-found", "loading"];

/** The browser's files and packages that a page imports at once, by path or name; `import()` leads no further. */
export function reachedFrom(tree: SourceTree, page: string): Map<string, Reached> {
  const found = new Map<string, Reached>();
  const seen = new Set<string>();
  const queue = startsOf(tree, page).map((path) => ({ path, inBrowser: false, chain: [] as readonly string[] }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const file = tree.files.get(next.path);
    if (!file) continue;
    const inBrowser = next.inBrowser || file.isClient;
    const key = `${inBrowser} ${next.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const chain = [...next.chain, next.path];
    if (inBrowser) found.set(next.path, { bytes: sizeOf(file), chain });
    for (const { target, specifier, typeOnly, lazy } of file.imports) {
      if (typeOnly || lazy) continue;
      if (target !== undefined) queue.push({ path: target, inBrowser, chain });
      else if (inBrowser && !found.has(specifier)) found.set(specifier, { bytes: null, chain: [...chain, specifier] });
    }
  }
  return found;
}

function startsOf(tree: SourceTree, page: string): string[] {
  const parts = page.split("/");
  const folders = ["src/app", ...parts.map((_, index) => posix.join("src/app", ...parts.slice(0, index + 1)))];
  const beside = folders.flatMap((folder) => BESIDE.map((name) => `${folder}/${name}.tsx`));
  return [...beside, `src/app/${page}/page.tsx`].filter((path) => tree.files.has(path));
}

const sizeOf = ({ code }: SourceFile): number => gzipSync(code.replace(/\s+/g, " ")).length;
