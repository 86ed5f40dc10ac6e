import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

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

/** Leaves out the tests that another one of these imports: it runs them in full. */
export function inFull(files: readonly string[]): string[] {
  const imported = new Set(files.flatMap(testsImportedBy));
  return files.filter((file) => !imported.has(file));
}

/** Leaves out the tests that run another one of these in full by importing it. */
export function inPart(files: readonly string[]): string[] {
  return files.filter((file) => testsImportedBy(file).length === 0);
}

/** The tests that a file runs by importing them. */
export function testsImportedBy(file: string): string[] {
  const found = [...readFileSync(file, "utf8").matchAll(/^import "(\.[^"]*\.test)";$/gm)];
  return found.flatMap(([, path = ""]) => {
    const target = join(dirname(file), path);
    return [`${target}.ts`, `${target}.tsx`].filter((one) => existsSync(one));
  });
}
