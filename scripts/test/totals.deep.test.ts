import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

describe("a stage that finds no test", () => {
  it("fails the run that no stage has a test for, and is skipped where another stage has one", async () => {
    const missing = await npmTest("--only", "unit", "src/no-such-file.test.ts");
    expect(missing.output).toContain("No stage has a test in src/no-such-file.test.ts");
    expect(missing.code).toBe(1);
    const others = await npmTest("--only", "unit,db", "src/lib/cn.test.ts");
    expect(others.output).toContain("not run: none of the named files is one of its tests");
    expect(others.code).toBe(0);
  });

  it("fails a run without files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "throughline-empty-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    for (const name of ["node_modules", "scripts", "src", "package.json", "tsconfig.json"])
      await symlink(resolve(name), join(folder, name));
    const config = "export default { test: { projects: [{ test: { name: 'unit', include: ['none/*.test.ts'] } }] } };";
    await writeFile(join(folder, "vitest.config.ts"), config);
    const { code, output } = await npmTest("--only", "unit", { cwd: folder });
    expect(output).toMatch(/no test (files|was) found/i);
    expect(code).toBe(1);
  });
});

/** Runs `npm test` with these arguments, as a process of its own. */
async function npmTest(...given: (string | { cwd: string })[]): Promise<{ code: number; output: string }> {
  const args = given.filter((one) => typeof one === "string");
  const { cwd = "." } = given.find((one) => typeof one === "object") ?? {};
  const { VITEST: _, TEST_TOTALS: __, ...env } = process.env;
  const child = execFile(process.execPath, ["--import", "tsx", resolve("scripts/test.ts"), ...args], { cwd, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += String(text)));
  const code = await new Promise<number>((done) => child.once("close", (ended) => done(ended ?? 1)));
  return { code, output };
}
