import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

const ROOTS = ["src", "scripts", "prisma", "bench", "drills", "e2e"];

/** Files that hold tests, not what tests share. */
export const TEST_FILE = /\.(test|spec)\.tsx?$/;

/** All files with tests, relative to `root`, in order. */
export function testFiles(root = "."): string[] {
  return ROOTS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && TEST_FILE.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  ).sort();
}

/** Leaves out the tests that ask a part where their twin, called `.deep`, asks all. */
export function inFull(files: readonly string[]): string[] {
  const known = new Set(files);
  return files.filter((file) => file.includes(".deep.") || !known.has(deepTwin(file)));
}

const deepTwin = (file: string): string => file.replace(/(\.db)?\.test\.(tsx?)$/, ".deep$1.test.$2");
