import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Outcome } from "./outcome";
import { TEST_FILE } from "./test-files";

// The files of tests that passed in a deep run, so that an interrupted run goes on where it ended. All of them count
// until something else than a test changes, and each until it changes itself.

const FOLDER = join(".data", "deep-run");

/** A file of tests that passed, or a stage without files, and the hash of its text. */
type Entry = { stage: string; name: string; hash: string; outcome: Outcome };

/** A hash of all files of the tree except tests and `.ci`; undefined outside a git repository. */
export function treeHash(root = "."): string | undefined {
  if (!existsSync(join(root, ".git"))) return;
  const listed = git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0");
  const hash = createHash("sha256").update(process.version);
  for (const file of [...new Set(listed)].filter((name) => name && !isLeftOut(name)).sort()) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

const isLeftOut = (file: string): boolean => TEST_FILE.test(file) || file.startsWith(".ci/");

/** The journal of a tree with this hash. Those of other trees are deleted. */
export function openJournal(hash: string, root = "."): string {
  const name = `${hash.slice(0, 16)}.jsonl`;
  const folder = join(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const other of readdirSync(folder).filter((file) => file !== name)) rmSync(join(folder, other));
  return join(folder, name);
}

/** Deletes a journal: nothing in it counts. */
export function forgetJournal(journal: string): void {
  rmSync(journal, { force: true });
}

/** Keeps that a file of tests, or a stage without files, has passed. */
export function keepPassed(journal: string, stage: string, name: string, outcome: Outcome): void {
  const entry: Entry = { stage, name, hash: testHash(name), outcome };
  appendFileSync(journal, `${JSON.stringify(entry)}\n`);
}

/** The files that passed in a stage and still count, with their outcomes. A half-written line does not count. */
export function passedIn(journal: string, stage: string): Map<string, Outcome> {
  const lines = existsSync(journal) ? readFileSync(journal, "utf8").split("\n") : [];
  const entries = lines.flatMap((line): Entry[] => {
    try {
      return line ? [JSON.parse(line)] : [];
    } catch {
      return [];
    }
  });
  const counted = entries.filter((one) => one.stage === stage && one.hash === testHash(one.name));
  return new Map(counted.map(({ name, outcome }) => [name, outcome]));
}

/** Of a file's text and of the tests that it runs by importing them; empty for what is no file. */
function testHash(name: string): string {
  if (!statSync(name, { throwIfNoEntry: false })?.isFile()) return "";
  const text = readFileSync(name, "utf8");
  const imported = [...text.matchAll(/^import "(\.[^"]*\.test)";$/gm)].map(([, path = ""]) => {
    const file = join(dirname(name), path);
    return [`${file}.ts`, `${file}.tsx`].filter(existsSync).map(testHash).join();
  });
  return createHash("sha256").update(text).update(imported.join()).digest("hex");
}

/** Runs git in `root`; returns what it prints. Throws when git fails. */
export function git(root: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: "pipe" });
}
