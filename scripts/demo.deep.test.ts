import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runScript } from "@/test/run-script";

it("brings a database up for one command, and takes it down after", async () => {
  const dir = await mkdtemp(join(tmpdir(), "throughline-demo-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  const env = { DATA_DIR: dir };
  const first = await runScript("db.ts", { env, args: ["migrate"] });
  expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/^Applied:\n {2}\d{14}_/) });
  expect(await readdir(join(dir, "postgres", "data"))).not.toContain("postmaster.pid");
  const status = await runScript("db.ts", { env, args: ["status"] });
  expect(status).toEqual({ code: 0, output: "Database, migrations and schema agree.\n" });
});

it("takes the database down that it brought up for a command, also for one that fails", async () => {
  const dir = await mkdtemp(join(tmpdir(), "throughline-demo-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  const args = ["migrate", "--rolled-back", "20000101000000_none"];
  const { code, output } = await runScript("db.ts", { env: { DATA_DIR: dir }, args });
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(/^The migration 20000101000000_none failed\. .*markMigrationRolledBack/),
  });
  expect(await readdir(join(dir, "postgres", "data"))).not.toContain("postmaster.pid");
});
