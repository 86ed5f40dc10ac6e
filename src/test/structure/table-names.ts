import { isTest } from "./module-place";
import type { SourceTree } from "./source-tree";

/** A table in the markup of a screen, with its attributes on one line or several. */
const TABLE = /<table\b([^>]*)>/g;
/** Tables that somebody wrote into a text have no name. */
const WRITTEN = /^src\/(?:components\/rich-text|local)\//;

/** A screen reader lists the tables of a page by their names. */
export function namelessTables(tree: SourceTree): string[] {
  return [...tree.files.values()]
    .filter(({ path }) => /^src\/.*\.tsx$/.test(path) && !WRITTEN.test(path) && !isTest(path))
    .flatMap(({ path, code }) =>
      [...code.matchAll(TABLE)]
        .filter(([, attributes = ""]) => !attributes.includes("aria-label"))
        .map(({ index }) => `${path}:${code.slice(0, index).split("\n").length}: a table without aria-label`),
    );
}
