import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runScript, type ScriptRun } from "@/test/run-script";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-demo-"));
});

afterEach(() => rm(dir, { recursive: true }));

it("says that its port is taken before it starts anything", async () => {
  const listener = createServer().listen(0);
  await once(listener, "listening");
  const address = listener.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { code, output } = await run("demo.ts", { PORT: String(port) });
  listener.close();
  expect(code).toBe(1);
  expect(output).toMatch(
    new RegExp(`^Port ${port} is taken by another program\\. Stop that program, or .*PORT=\\d+ npm run demo$`, "m"),
  );
  expect(await readdir(dir)).toEqual([]);
});

it("refuses to listen anywhere else than on this machine or on all addresses", async () => {
  const { code, output } = await run("demo.ts", { DEMO_HOST: "everywhere" });
  expect({ code, output }).toEqual({
    code: 1,
    output: "DEMO_HOST must be 0.0.0.0 or :: for all addresses, or 127.0.0.1, not everywhere.\n",
  });
  expect(await readdir(dir)).toEqual([]);
});

it("starts no server of its own when only a part of a foreign one is given", async () => {
  const { code, output } = await run("demo.ts", { PORT: "0", DATABASE_URL: "postgresql://app@db/x" });
  expect({ code, output }).toEqual({ code: 1, output: "PORT must be a number from 1 to 65535, not 0.\n" });
  const again = await run("db.ts", { DATABASE_URL: "postgresql://app@db/x" }, ["status"]);
  expect(again.code).toBe(1);
  expect(again.output).toMatch(
    /^Of the three database addresses DATABASE_PLATFORM_URL and DATABASE_OWNER_URL is not set\./,
  );
  expect(await readdir(dir)).toEqual([]);
});

const refusals: [args: string[], env: Record<string, string>, words: RegExp][] = [
  [["reset", "--bogus"], {}, /^Usage:/],
  [["reset", "throughline"], {}, /^Usage:/],
  [
    ["migrate"],
    { DATABASE_URL: "postgresql://owner:hunter2@db:1/x" },
    /^The addresses .*\n {2}DATABASE_OWNER_URL has the same user as/,
  ],
  [["reset", "--yes"], {}, /^The database 127\.0\.0\.1:1\/x says: connect ECONNREFUSED 127\.0\.0\.1:1\n$/],
];

it.each(refusals)("says in a sentence why db %j with %j cannot go on", async (args, env, words) => {
  const at = (user: string) => `postgresql://${user}:hunter2@127.0.0.1:1/x`;
  const urls = {
    DATABASE_URL: at("app"),
    DATABASE_PLATFORM_URL: at("platform"),
    DATABASE_OWNER_URL: at("owner"),
    ...env,
  };
  const { code, output } = await run("db.ts", urls, args);
  expect(code).toBe(1);
  expect(output).toMatch(words);
  expect(output).not.toMatch(/hunter2|^ {4}at /m);
});

it("says whose folder it may not use: one that root made before, say", async ({ skip }) => {
  const isRoot = process.getuid?.() === 0;
  const stranger = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const readable = spawnSync(process.execPath, ["--import", "tsx", "-e", ""], stranger);
  if (readable.status !== 0) skip("the project lies where only root may enter, so no other user can run it");
  const data = join(dir, "postgres", "data");
  await mkdir(data, { recursive: true });
  await chmod(data, 0o000);
  await chmod(dir, 0o755);
  const { code, output } = await run("db.ts", {}, ["status"], stranger);
  await chmod(data, 0o700);
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(/^This user has no access to .*PG_VERSION \(EACCES\)\. Give it to the user .*\n$/),
  });
});

it("does not build without its environment, and names what is missing", async () => {
  const { code, output } = await run("build.ts", {});
  expect(code).toBe(1);
  expect(output).toMatch(
    /^The environment is not complete, so Throughline does not start:\n {2}NEXTAUTH_URL is missing: /m,
  );
});

function run(name: string, env: Record<string, string>, args: string[] = [], who: ScriptRun["who"] = {}) {
  return runScript(name, { env: { DATA_DIR: dir, ...env }, args, who });
}
