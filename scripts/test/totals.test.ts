import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  failedLines,
  flakyLines,
  MOST_FLAKY,
  type Outcome,
  skippedLines,
  sum,
  withExitCode,
  withFewFlaky,
  withTests,
} from "./outcome";

describe("the totals of vitest", () => {
  it("count tests, files that do not load, hooks that throw and forgotten promises, and name what was skipped with its reason", async () => {
    const { outcome, journal } = await runVitest({
      "a.test.js": `
        it("passes", () => {});
        it("fails", () => { throw new Error("no"); });
        it("skips", (ctx) => ctx.skip("the data set is not here"));
        it.skip("says nothing", () => {});`,
      "b.test.js": 'throw new Error("does not load");',
      "c.test.js": 'describe("x", () => { beforeAll(() => { throw new Error("no"); }); it("waits", () => {}); });',
      "d.test.js": 'it("passes", () => { Promise.reject(new Error("forgotten")); });',
    });
    expect(journal).toEqual([]);
    expect(outcome).toEqual({
      passed: 2,
      failed: 4,
      failures: [
        { suite: "vitest", title: "no error is outside of the tests", reason: "forgotten" },
        { suite: "a.test.js", title: "fails", reason: "no" },
        { suite: "b.test.js", title: "loads, and its hooks run", reason: "does not load" },
        { suite: "c.test.js", title: "loads, and its hooks run", reason: "no" },
      ],
      flaky: [],
      skipped: [
        { suite: "a.test.js", title: "skips", reason: "the data set is not here" },
        { suite: "a.test.js", title: "says nothing", reason: "no reason given" },
        { suite: "c.test.js > x", title: "waits", reason: "its suite failed" },
      ],
    });
  });

  it("name a test that passed at its second try, which a file with the tag `once` does not get", async () => {
    const wavers = 'let tries = 0; it("wavers", () => { if (++tries < 2) throw new Error("not yet"); });';
    const { outcome, journal } = await runVitest({
      "vitest.config.js": 'export default { test: { retry: 1, tags: [{ name: "once", retry: 0 }] } };',
      "a.test.js": wavers,
      "b.test.js": `// @module-tag once\n\n${wavers}`,
    });
    const named = (suite: string) => [{ suite, title: "wavers", reason: "not yet" }];
    expect(outcome).toMatchObject({ passed: 1, failed: 1, flaky: named("a.test.js"), failures: named("b.test.js") });
    expect(journal).toEqual(["a.test.js"]);
  });
});

describe("the totals of Playwright", () => {
  it("name a test that passed at a further try, and read the reason of a skip; the journal has each file that passed", async () => {
    const begin = 'import { expect, test } from "@playwright/test";';
    const files = {
      "a.spec.ts": `${begin} test("passes", () => {}); test("wavers", ({}, { retry }) => expect(retry).toBe(1));`,
      "b.spec.ts": `${begin}
        test.describe("a suite", () => {
          test.describe.configure({ retries: 0 });
          test("fails", () => { throw new Error("not there"); });
          test("skips", () => test.skip(true, "no touch here"));
        });`,
    };
    const { outcome, journal } = await runPlaywright(files);
    expect(outcome).toEqual({
      passed: 2,
      failed: 1,
      failures: [{ suite: "b.spec.ts", title: "a suite > fails", reason: expect.stringContaining("not there") }],
      flaky: [{ suite: "a.spec.ts", title: "wavers", reason: expect.stringContaining("toBe") }],
      skipped: [{ suite: "b.spec.ts", title: "a suite > skips", reason: "no touch here" }],
    });
    expect(journal).toEqual(["a.spec.ts"]);
  });

  it("have a failure where the server did not start", async () => {
    const { outcome } = await runPlaywright({
      "playwright.config.ts": 'export default { globalSetup: "./server.ts" };',
      "server.ts": 'export default () => { throw new Error("no server"); };',
      "a.spec.ts": 'import { test } from "@playwright/test"; test("waits", () => {});',
    });
    const reason = expect.stringContaining("no server");
    const failure = { suite: "playwright", title: "no error is outside of the tests", reason };
    expect(outcome).toMatchObject({ failed: 1, failures: [failure] });
  });
});

describe("outcomes", () => {
  it("add up", () => {
    const skip = { suite: "a.test.ts", title: "b", reason: "c" };
    const [one, two] = [
      { passed: 2, failed: 1, failures: [skip], flaky: [], skipped: [skip] },
      { passed: 3, failed: 0, failures: [], flaky: [skip], skipped: [] },
    ];
    expect(sum([one, two])).toEqual({ passed: 5, failed: 1, failures: [skip], flaky: [skip], skipped: [skip] });
  });

  it("have a failure when too many tests passed only on a further try", () => {
    const wavers = { suite: "a.spec.ts", title: "wavers", reason: "not there" };
    const some = {
      passed: 20,
      failed: 0,
      failures: [],
      flaky: Array<typeof wavers>(MOST_FLAKY).fill(wavers),
      skipped: [],
    };
    expect(withFewFlaky(some)).toEqual(some);
    expect(withFewFlaky({ ...some, flaky: [...some.flaky, wavers] })).toMatchObject({ failed: 1, failures: [{}] });
  });

  it("name what was skipped, in one line for each suite and reason", () => {
    const skip = (title: string, reason: string) => ({ suite: "a.test.ts", title, reason });
    expect(skippedLines([skip("b", "no data"), skip("c", "no data"), skip("d", "no disk")])).toEqual([
      "skipped: a.test.ts > 2 tests: no data",
      "skipped: a.test.ts > d: no disk",
    ]);
  });

  it("name the tests that failed, each with the first line of its error", () => {
    const failure = { suite: "a.test.ts > b", title: "c", reason: "\u001b[31mexpected 1 to be 2\u001b[39m\n  at c" };
    expect(failedLines([failure])).toEqual(["failed: a.test.ts > b > c: expected 1 to be 2"]);
    expect(flakyLines([failure])).toEqual(["flaky: a.test.ts > b > c: expected 1 to be 2"]);
  });

  it("have a failure when the runner ended with an error and no test failed", () => {
    const fine = { passed: 2, failed: 0, failures: [], flaky: [], skipped: [] };
    expect(withExitCode(fine, 1)).toEqual({ ...fine, failed: 1 });
    expect(withExitCode({ ...fine, failed: 3 }, 1).failed).toBe(3);
    expect(withExitCode(fine, 0)).toEqual(fine);
  });
});

describe("a stage that finds no test", () => {
  const nothing = { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] };

  it("has failed, unless it was asked for files, which may be another stage's tests", () => {
    expect(withTests(nothing, [])).toMatchObject({ failed: 1 });
    expect(withTests(nothing, ["src/a.test.ts"])).toEqual(nothing);
    expect(withTests({ ...nothing, passed: 1 }, [])).toEqual({ ...nothing, passed: 1 });
  });
});

async function runVitest(files: Record<string, string>): Promise<Ran> {
  return await runReporter("vitest-totals.ts", files, (reporter, folder) => [
    resolve("node_modules/vitest/vitest.mjs"),
    ...["run", "--root", folder, "--globals", "--maxWorkers=1", "--sequence.concurrent=false"],
    `--reporter=${reporter}`,
  ]);
}

async function runPlaywright(files: Record<string, string>): Promise<Ran> {
  return await runReporter("playwright-totals.ts", files, (reporter) => [
    resolve("node_modules/@playwright/test/cli.js"),
    ...["test", "--workers=1", "--retries=1", `--reporter=${reporter}`],
  ]);
}

/** The totals that a reporter wrote, and the files in the journal. */
type Ran = { outcome: Outcome; journal: string[] };

/** Runs tests in a folder of their own, by a runner with a reporter of this tree. */
async function runReporter(
  name: string,
  files: Record<string, string>,
  command: (reporter: string, folder: string) => string[],
): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "throughline-totals-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const [totals, journal] = [join(folder, "totals.json"), join(folder, "journal.jsonl")];
  const { VITEST: _, ...env } = process.env;
  const reported = { TEST_TOTALS: totals, TEST_JOURNAL: journal, TEST_STAGE: "unit" };
  const args = command(resolve("scripts/test", name), folder);
  await promisify(execFile)(process.execPath, args, { cwd: folder, env: { ...env, ...reported } }).catch(
    () => undefined,
  );
  const kept = await readFile(journal, "utf8").catch(() => "");
  return {
    outcome: JSON.parse(await readFile(totals, "utf8")),
    journal: kept
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).name),
  };
}
