import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, onTestFinished } from "vitest";
import { type Postgres, startPostgres } from "./start";

/** An empty folder for the files of a server, in one that every user may enter. */
export async function newFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "throughline-pg-")));
  await chmod(root, 0o755);
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 3 });
  return { dir: join(root, "postgres"), remove };
}

/** Starts the server of `dir`, or joins it, until the test has finished. */
export async function start(
  dir: string,
  options: { port?: number; notice?: (text: string) => void } = {},
): Promise<Postgres> {
  const postgres = await startPostgres({ dir, fsync: false, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** Starts the server of `dir` from a separate program and waits until it is up. */
export async function hold(dir: string, user: { uid?: number; gid?: number } = {}): Promise<ChildProcess> {
  const program = join(import.meta.dirname, "hold.fixture.ts");
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, TSX_DISABLE_CACHE: "1", NODE_ENV: "test" };
  const holder = spawn(process.execPath, ["--import", "tsx", program, dir], { ...user, env });
  holder.stderr.pipe(process.stderr);
  onTestFinished(() => void holder.kill("SIGKILL"));
  const [said] = await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
  expect(String(said)).toBe("up\n");
  return holder;
}

export async function serverPid(dir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dir, "data", "postmaster.pid"), "utf8"), 10);
}

export async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
