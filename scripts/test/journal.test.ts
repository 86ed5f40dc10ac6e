import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commit, git } from "../trees/copy";
import { writeDeepGreen } from "./deep-green";
import { forgetJournal, keepPassed, openJournal, passedIn, treeHash } from "./journal";
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

describe("the hash of a tree", () => {
  it("changes with each file except tests and what CI keeps", () => {
    const root = repository();
    const before = treeHash(root);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    mkdirSync(join(root, ".ci"));
    writeFileSync(join(root, ".ci/deep-green"), "abc\n");
    writeFileSync(join(root, "a.test.ts"), "other();\n");
    expect(treeHash(root)).toBe(before);
    writeFileSync(join(root, "b.ts"), "");
    expect(treeHash(root)).not.toBe(before);
    rmSync(join(root, "b.ts"));
    expect(treeHash(root)).toBe(before);
    writeFileSync(join(root, "a.ts"), "export const a = 2;\n");
    expect(treeHash(root)).not.toBe(before);
  });

  it("is unknown outside a repository", () => {
    const root = repository();
    rmSync(join(root, ".git"), { recursive: true });
    expect(treeHash(root)).toBeUndefined();
  });
});

describe("the journal of a deep run", () => {
  it("has what passed in a stage, until the file or a test that it runs changes", () => {
    const root = repository();
    const journal = openJournal("a".repeat(64), root);
    const [base, twin] = [join(root, "a.test.ts"), join(root, "a.deep.test.ts")];
    for (const name of [base, twin, "drills"]) keepPassed(journal, "unit", name, PASSED);
    expect(passedIn(journal, "unit")).toEqual(new Map([base, twin, "drills"].map((name) => [name, PASSED])));
    expect(passedIn(journal, "db").size).toBe(0);
    writeFileSync(base, "other();\n");
    expect([...passedIn(journal, "unit").keys()]).toEqual(["drills"]);
  });

  it("does without a line that was half written", () => {
    const journal = openJournal("a".repeat(64), repository());
    keepPassed(journal, "dead", "dead", PASSED);
    appendFileSync(journal, '{"stage":"dead","na');
    expect([...passedIn(journal, "dead").keys()]).toEqual(["dead"]);
  });

  it("is that of one tree: another tree's is deleted", () => {
    const root = repository();
    const journal = openJournal("a".repeat(64), root);
    keepPassed(journal, "dead", "dead", PASSED);
    expect(openJournal("a".repeat(64), root)).toBe(journal);
    expect(passedIn(journal, "dead").size).toBe(1);
    openJournal("b".repeat(64), root);
    expect(existsSync(journal)).toBe(false);
  });

  it("can be forgotten", () => {
    const journal = openJournal("a".repeat(64), repository());
    keepPassed(journal, "dead", "dead", PASSED);
    forgetJournal(journal);
    expect(passedIn(journal, "dead").size).toBe(0);
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
