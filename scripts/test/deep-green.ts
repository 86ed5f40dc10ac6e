import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "../trees/git";

const FILE = join(".ci", "deep-green");

/**
 * Writes the commit whose whole deep run was green to `.ci/deep-green`. Returns what it did, or why not: a tree with
 * changes has no commit to name.
 */
export function writeDeepGreen(root = "."): string {
  const changed = git(root, "status", "--porcelain", "--untracked-files=all").split("\n").filter(Boolean);
  if (changed.some((line) => !line.endsWith(` ${FILE}`)))
    return `${FILE} is not written: the tree has changes that are not committed.`;
  mkdirSync(join(root, ".ci"), { recursive: true });
  writeFileSync(join(root, FILE), git(root, "rev-parse", "HEAD"));
  return `All is green. ${FILE} names this commit; commit it with your next change.`;
}
