import { type ChildProcess, execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commit } from "../trees/copy";

const linked = ["node_modules", "scripts", "src", "package.json", "tsconfig.json"];
const passes = 'it("passes", () => {});';
/** Runs its files one after another, by name, without those that a run leaves out. */
const config = `
  import { BaseSequencer } from "vitest/node";
  const exclude = process.env.TEST_LEFT_OUT?.split("\\n") ?? [];
  class ByName extends BaseSequencer {
    sort = async (files) => files.sort((one, other) => one.moduleId.localeCompare(other.moduleId));
  }
  const test = { name: "deep", include: ["*.test.ts"], exclude, globals: true };
  export default { test: { maxWorkers: 1, sequence: { sequencer: ByName }, projects: [{ test }] } };`;

describe("a deep run", () => {
  it("keeps what passed, and leaves it out when it is resumed", async () => {
    const folder = await repository({ "a.test.ts": passes, "b.test.ts": 'it("fails", () => expect(1).toBe(2));' });
    const { output } = await deepRun(folder).ended;
    expect(output).toContain("1 passed, 1 failed");
    expect(kept(folder)).toEqual(["a.test.ts"]);
    await writeFile(join(folder, "b.test.ts"), passes);
    const again = await deepRun(folder, "--resume").ended;
    expect(again.output).toContain("2 passed, 0 failed");
    expect(again.output).not.toContain("s  a.test.ts");
  });

  it("keeps nothing when a file changes before its end", async () => {
    const changes = 'it("writes", async () => (await import("node:fs")).writeFileSync("c.ts", ""));';
    const folder = await repository({ "a.test.ts": passes, "b.test.ts": changes });
    const { output } = await deepRun(folder).ended;
    expect(output).toContain("Files changed during the run, so its results are not kept.");
    expect(journals(folder)).toEqual([]);
  });

  it("keeps nothing when a file changed before it is told to end", async () => {
    const hangs =
      'it("hangs", async () => { (await import("node:fs")).writeFileSync("c.ts", ""); await new Promise(() => {}); });';
    const folder = await repository({ "a.test.ts": passes, "b.test.ts": hangs });
    const { child, ended } = deepRun(folder);
    await expect.poll(() => existsSync(join(folder, "c.ts"))).toBe(true);
    await expect.poll(() => kept(folder)).toEqual(["a.test.ts"]);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(130);
    expect(journals(folder)).toEqual([]);
  });

  it("keeps nothing of a stage with an error outside of its tests, which may come from a file that passed", async () => {
    const forgets = 'it("passes", () => void Promise.reject(new Error("forgotten")));';
    const folder = await repository({ "a.test.ts": passes, "b.test.ts": forgets });
    const { output } = await deepRun(folder).ended;
    expect(output).toContain("2 passed, 1 failed");
    expect(journals(folder)).toHaveLength(1);
    expect(kept(folder)).toEqual([]);
  });
});

/** A repository with these tests, and the programs of this tree. */
async function repository(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "throughline-deep-run-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of linked) await symlink(resolve(name), join(folder, name));
  await writeFile(join(folder, ".gitignore"), [...linked, ".data"].join("\n"));
  await writeFile(join(folder, "vitest.config.js"), config);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  commit(folder);
  return folder;
}

/** Runs one stage of `npm run test:deep` there, as a process of its own. */
function deepRun(cwd: string, ...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const { VITEST: _, TEST_TOTALS: __, ...env } = process.env;
  const all = ["--import", "tsx", resolve("scripts/test.ts"), "--deep", "--only", "unit", ...args];
  const child = execFile(process.execPath, all, { cwd, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += String(text)));
  const ended = new Promise<Ended>((done) => child.once("close", (code) => done({ code: code ?? 1, output })));
  return { child, ended };
}

type Ended = { code: number; output: string };

const deepRuns = (folder: string): string => join(folder, ".data", "deep-run");
const journals = (folder: string): string[] => readdirSync(deepRuns(folder));

/** The files of tests in the journal. */
function kept(folder: string): string[] {
  const lines = journals(folder).flatMap((name) => readFileSync(join(deepRuns(folder), name), "utf8").split("\n"));
  return lines.filter(Boolean).map((line) => JSON.parse(line).name);
}
