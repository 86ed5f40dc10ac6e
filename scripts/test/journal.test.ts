import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commit } from "../trees/copy";
import { git } from "../trees/git";
import { writeDeepGreen } from "./deep-green";
import { forgetStages, hashTree, keepPassed, keptJournal, openJournal, passedIn, type TreeHashes } from "./journal";
import { PASSED } from "./outcome";

/** A repository with a source, a test and its twin. */
function repository(): string {
  const root = mkdtempSync(join(tmpdir(), "throughline-journal-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "a.ts"), "export const a = 1;\n");
  writeFileSync(join(root, "a.test.ts"), "test();\n");
  writeFileSync(join(root, "a.deep.test.ts"), 'import "./a.test";\n');
  writeFileSync(join(root, ".gitignore"), ".data/\n");
  commit(root);
  return root;
}

describe("the hashes of a tree", () => {
  it("tell the tests from all other files, and leave out what CI keeps", () => {
    const root = repository();
    const before = hashTree(root);
    expect(before?.app).toMatch(/^[0-9a-f]{64}$/);
    mkdirSync(join(root, ".ci"));
    writeFileSync(join(root, ".ci/deep-green"), "abc\n");
    expect(hashTree(root)).toEqual(before);
    writeFileSync(join(root, "a.test.ts"), "other();\n");
    const changed = hashTree(root);
    expect(changed?.app).toBe(before?.app);
    expect(changed?.tests).not.toBe(before?.tests);
    expect(changed?.all).not.toBe(before?.all);
    writeFileSync(join(root, "b.ts"), "");
    expect(hashTree(root)?.app).not.toBe(before?.app);
    expect(hashTree(root)?.tests).toBe(changed?.tests);
    rmSync(join(root, "b.ts"));
    expect(hashTree(root)?.app).toBe(before?.app);
    writeFileSync(join(root, "a.ts"), "export const a = 2;\n");
    expect(hashTree(root)?.app).not.toBe(before?.app);
  });

  it("is unknown outside a repository", () => {
    const root = repository();
    rmSync(join(root, ".git"), { recursive: true });
    expect(hashTree(root)).toBeUndefined();
  });
});

const hashes = (letter: string) => ({ all: "", app: letter.repeat(64), tests: "" });

describe("the journal of a deep run", () => {
  it("has what passed in a stage, until the file or a test that it runs changes", () => {
    const root = repository();
    const journal = openJournal(hashes("a"), root);
    const [base, twin] = [join(root, "a.test.ts"), join(root, "a.deep.test.ts")];
    for (const name of [base, twin, "drills"]) keepPassed(journal, "unit", name, PASSED);
    expect(passedIn(journal, "unit")).toEqual(new Map([base, twin, "drills"].map((name) => [name, PASSED])));
    expect(passedIn(journal, "db").size).toBe(0);
    writeFileSync(base, "other();\n");
    expect([...passedIn(journal, "unit").keys()]).toEqual(["drills"]);
  });

  it("does without a line that was half written", () => {
    const journal = openJournal(hashes("a"), repository());
    keepPassed(journal, "dead", "dead", PASSED);
    appendFileSync(journal, '{"stage":"dead","na');
    expect([...passedIn(journal, "dead").keys()]).toEqual(["dead"]);
  });

  it("is that of one tree: another tree's is deleted", () => {
    const root = repository();
    const journal = openJournal(hashes("a"), root);
    keepPassed(journal, "dead", "dead", PASSED);
    expect(openJournal(hashes("a"), root)).toBe(journal);
    expect(passedIn(journal, "dead").size).toBe(1);
    openJournal(hashes("b"), root);
    expect(existsSync(journal)).toBe(false);
  });

  it("forgets the stages that are run again, and no others", () => {
    const journal = openJournal(hashes("a"), repository());
    for (const stage of ["dead", "drills"]) keepPassed(journal, stage, stage, PASSED);
    forgetStages(journal, ["dead"]);
    expect(passedIn(journal, "dead").size).toBe(0);
    expect(passedIn(journal, "drills").size).toBe(1);
  });

  it.each([
    ["a source", "a.ts"],
    ["a test", "a.test.ts"],
    ["a new file", "b.ts"],
  ])("is forgotten when %s changes during the run, and not before", (_title, changed) => {
    const root = repository();
    const start = hashTree(root) as TreeHashes;
    const journal = openJournal(start, root);
    keepPassed(journal, "dead", "dead", PASSED);
    expect(keptJournal(journal, start, root)).toBe(journal);
    expect(existsSync(journal)).toBe(true);
    writeFileSync(join(root, changed), "other();\n");
    expect(keptJournal(journal, start, root)).toBeUndefined();
    expect(existsSync(journal)).toBe(false);
  });
});

describe("the commit of a green deep run", () => {
  it("is written where all is committed, and again after it was written", () => {
    const root = repository();
    const head = git(root, "rev-parse", "HEAD").trim();
    for (const _ of [1, 2]) {
      expect(writeDeepGreen(root)).toContain("All is green.");
      expect(readFileSync(join(root, ".ci/deep-green"), "utf8")).toBe(`${head}\n`);
    }
  });

  it("is not written for changes that have no commit", () => {
    const root = repository();
    writeFileSync(join(root, "a.ts"), "export const a = 2;\n");
    expect(writeDeepGreen(root)).toContain("is not written");
    expect(existsSync(join(root, ".ci/deep-green"))).toBe(false);
  });
});
