import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { git } from "../trees/git";
import type { Outcome } from "./outcome";
import { TEST_FILE, testsImportedBy } from "./test-files";

// The files of tests that passed in a deep run, so that an interrupted run goes on where it ended. All of them count
// until something else than a test changes, and each until it changes itself.

const FOLDER = join(".data", "deep-run");

/** A file of tests that passed, or a stage without files, and the hash of its text. */
type Entry = { stage: string; name: string; hash: string; outcome: Outcome };

/** Hashes of a tree: of all of it, of all but tests and `.ci`, and of the tests. */
export type TreeHashes = { all: string; app: string; tests: string };

/** The hashes of the files that git knows or would add; undefined outside a git repository. */
export function hashTree(root = "."): TreeHashes | undefined {
  if (!existsSync(join(root, ".git"))) return;
  const listed = git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0");
  const files = [...new Set(listed)].filter((name) => name && !name.startsWith(".ci/")).sort();
  const [app, tests] = [false, true].map((areTests) =>
    hashFiles(
      root,
      files.filter((file) => TEST_FILE.test(file) === areTests),
    ),
  ) as [string, string];
  return { all: `${app}${tests}`, app, tests };
}

function hashFiles(root: string, files: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** The journal of a tree. Those of other trees are deleted. */
export function openJournal({ app }: TreeHashes, root = "."): string {
  const name = `${app.slice(0, 16)}.jsonl`;
  const folder = resolve(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const other of readdirSync(folder).filter((file) => file !== name)) rmSync(join(folder, other));
  return join(folder, name);
}

/** Gives the journal and the stage to a reporter, and hides them from the tests, which run such reporters themselves. */
export function takeJournal(): { journal: string | undefined; stage: string | undefined } {
  const { TEST_JOURNAL: journal, TEST_STAGE: stage } = process.env;
  delete process.env.TEST_JOURNAL;
  delete process.env.TEST_STAGE;
  return { journal, stage };
}

/** The journal of a run while the files are those of its start. Else it is deleted: results on other files do not count. */
export function keptJournal(journal: string, start: TreeHashes, root = "."): string | undefined {
  if (hashTree(root)?.all === start.all) return journal;
  rmSync(journal, { force: true });
  return undefined;
}

/** Forgets what passed in some stages. */
export function forgetStages(journal: string, stages: readonly string[]): void {
  const kept = entriesOf(journal).filter(({ stage }) => !stages.includes(stage));
  writeFileSync(journal, kept.map((one) => `${JSON.stringify(one)}\n`).join(""));
}

/** Keeps that a file of tests, or a stage without files, has passed. */
export function keepPassed(journal: string, stage: string, name: string, outcome: Outcome): void {
  const entry: Entry = { stage, name, hash: testHash(name), outcome };
  appendFileSync(journal, `${JSON.stringify(entry)}\n`);
}

/** The files that passed in a stage and still count, with their outcomes. */
export function passedIn(journal: string, stage: string): Map<string, Outcome> {
  const counted = entriesOf(journal).filter((one) => one.stage === stage && one.hash === testHash(one.name));
  return new Map(counted.map(({ name, outcome }) => [name, outcome]));
}

/** The last line may be half written. */
function entriesOf(journal: string): Entry[] {
  const lines = existsSync(journal) ? readFileSync(journal, "utf8").split("\n") : [];
  return lines.flatMap((line): Entry[] => {
    try {
      return line ? [JSON.parse(line)] : [];
    } catch {
      return [];
    }
  });
}

/** Of a file's text and of the tests that it imports; of all tests for a stage, and for tests that run others in a copy. */
function testHash(name: string): string {
  const isFile = statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isFile || name.includes(".copy.test.")) return hashTree()?.tests ?? "";
  const imported = testsImportedBy(name).map(testHash);
  return createHash("sha256").update(readFileSync(name)).update(imported.join()).digest("hex");
}
