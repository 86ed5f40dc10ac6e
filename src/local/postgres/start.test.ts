import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberedPort } from "../ports";
import { type Postgres, startPostgres } from "./start";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const isRoot = process.getuid?.() === 0;
const opened: (() => Promise<unknown>)[] = [];
let made: string;
let dir: string;

// A cluster takes most of a second to make, so it is made once and copied; `cp -a` keeps its owner.
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), "throughline-pg-"));
  await (await startPostgres({ dir: join(made, "postgres"), fsync: false })).stop();
  for (const name of ["postgres.port", "postgres.log"]) await rm(join(made, "postgres", name));
});

afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "throughline-pg-")));
  await chmod(root, 0o755);
  dir = join(root, "postgres");
  execFileSync("cp", ["-a", join(made, "postgres"), dir]);
  opened.push(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
});

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe("the embedded PostgreSQL", () => {
  it("keeps its data, its port and its passwords over a restart", async () => {
    const first = await start();
    await query(first.urls.owner, "CREATE TABLE note (text text)");
    await query(first.urls.owner, "INSERT INTO note VALUES ('größer')");
    await first.stop();
    await expect(query(first.urls.owner, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
    const second = await start();
    expect(second.urls).toEqual(first.urls);
    expect(await query(second.urls.owner, "SELECT text FROM note")).toEqual([{ text: "größer" }]);
  });

  it("has three roles without special powers, and a UTF-8 database that orders the same everywhere", async () => {
    const { urls } = await start();
    for (const [role, url] of Object.entries({ owner: urls.owner, app: urls.app, platform: urls.platform })) {
      const rows = await query(
        url,
        `SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = current_user`,
      );
      const none = {
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
      };
      expect(rows).toEqual([{ rolname: `throughline_${role}`, ...none }]);
    }
    expect(
      await query(urls.app, "SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l"),
    ).toEqual([{ s: "30s", l: "5s" }]);
    await expect(query(urls.app, "CREATE TABLE mine (id int)")).rejects.toThrow("permission denied");
    expect(
      await query(
        urls.app,
        "SELECT pg_encoding_to_char(encoding) AS encoding, datlocale, lower('ÄÖ') AS lower FROM pg_database WHERE datname = current_database()",
      ),
    ).toEqual([{ encoding: "UTF8", datlocale: "C.UTF-8", lower: "äö" }]);
  });

  it("refuses a wrong password", async () => {
    const { urls } = await start();
    await expect(query(Object.assign(new URL(urls.app), { password: "guess" }).href, "SELECT 1")).rejects.toThrow(
      "password authentication failed",
    );
  });

  it("recovers what was committed after kill -9 of the server", async () => {
    const first = await start();
    await query(first.urls.owner, "CREATE TABLE note AS SELECT 1 AS id");
    const pid = await serverPid();
    process.kill(pid, "SIGKILL");
    await first.died;
    await first.stop();
    expect(await serverPid()).toBe(pid);
    const second = await start();
    expect(await query(second.urls.owner, "SELECT id FROM note")).toEqual([{ id: 1 }]);
    expect(await readFile(join(dir, "postgres.log"), "utf8")).toContain("automatic recovery in progress");
  });

  it("is not misled by a lock file whose process number now belongs to another program", async () => {
    const lock = [process.pid, join(dir, "data"), 1_700_000_000, 5432, "", "127.0.0.1", "0 0", "ready", ""].join("\n");
    await writeFile(join(dir, "data", "postmaster.pid"), lock);
    const again = await start();
    expect(await query(again.urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("is made once by two starters at the same time, shared, and ended by the last one out", async () => {
    await rm(dir, { recursive: true });
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.urls).toEqual(two.urls);
    await one.stop();
    expect(await query(two.urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    const three = await start();
    await Promise.all([two.stop(), three.stop()]);
    await expect(query(two.urls.app, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });
});

describe("the program that started it", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("shuts it down cleanly on %s", async (signal) => {
    const holder = await hold();
    holder.kill(signal);
    expect(await once(holder, "exit")).toEqual([0, null]);
    await expect(readFile(join(dir, "data", "postmaster.pid"))).rejects.toThrow("ENOENT");
    expect(await readFile(join(dir, "postgres.log"), "utf8")).toMatch(/database system is shut down\s*$/);
  });

  it("leaves it to the next starter when it is killed with -9", async () => {
    const holder = await hold();
    const pid = await serverPid();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const next = await start();
    expect(await serverPid()).toBe(pid);
    await next.stop();
    await expect(query(next.urls.app, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("may be a normal user", async ({ skip }) => {
    if (!isRoot) skip("this is one");
    if (((await lowestMode(process.execPath)) & 0o001) === 0)
      skip("the project lies where only root may enter, so no other user can run it");
    await rm(dir, { recursive: true });
    await mkdir(dir);
    await chown(dir, 65_534, 65_534);
    const holder = await hold({ uid: 65_534, gid: 65_534 });
    holder.kill("SIGINT");
    expect(await once(holder, "exit")).toEqual([0, null]);
  });
});

describe("messages when it cannot start", () => {
  it("names a port that is taken", async () => {
    const port = await listen(0);
    await expect(start({ port })).rejects.toThrow(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use by another program.*POSTGRES_PORT`),
    );
  });

  it("moves to another port, and says so, when the one of last time is taken", async () => {
    await (await start()).stop();
    const last = await rememberedPort(dir, "postgres", () => undefined);
    await listen(last);
    const notice = vi.fn();
    const moved = await start({ notice });
    expect(moved.port).not.toBe(last);
    expect(notice).toHaveBeenCalledWith(
      expect.stringMatching(new RegExp(`^Port ${last}.* is in use by another program`)),
    );
  });

  it("names the version of a folder that another PostgreSQL wrote, and leaves it alone", async () => {
    await writeFile(join(dir, "data", "PG_VERSION"), "16\n");
    await expect(start()).rejects.toThrow(/was written by PostgreSQL 16, and this is PostgreSQL 18/);
    expect(await readFile(join(dir, "data", "PG_VERSION"), "utf8")).toBe("16\n");
  });

  it("says that the passwords are gone", async () => {
    await rm(join(dir, "passwords.json"));
    await expect(start()).rejects.toThrow(/passwords\.json is missing/);
  });

  it("says that the folder holds something else", async () => {
    await rm(dir, { recursive: true });
    await mkdir(join(dir, "data"), { recursive: true });
    await writeFile(join(dir, "data", "letter.txt"), "dear");
    await expect(start()).rejects.toThrow(/holds files but no PostgreSQL 18 database/);
  });
});

it.runIf(isRoot)("works in a folder that only root may enter", async () => {
  await chmod(join(dir, ".."), 0o700);
  const { urls } = await start();
  expect(await query(urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

async function start(options: { port?: number; notice?: (text: string) => void } = {}): Promise<Postgres> {
  const postgres = await startPostgres({ dir, fsync: false, ...options });
  opened.push(() => postgres.stop());
  return postgres;
}

/** Starts the server from a separate program and waits until it is up. */
async function hold(user: { uid?: number; gid?: number } = {}): Promise<ChildProcess> {
  const program = join(import.meta.dirname, "hold.fixture.ts");
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, TSX_DISABLE_CACHE: "1", NODE_ENV: "test" };
  const holder = spawn(process.execPath, ["--import", "tsx", program, dir], { ...user, env });
  holder.stderr.pipe(process.stderr);
  opened.push(async () => holder.kill("SIGKILL"));
  const [said] = await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
  expect(String(said)).toBe("up\n");
  return holder;
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dir, "data", "postmaster.pid"), "utf8"), 10);
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  opened.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** The mode bits that every folder above `path` has in common. */
async function lowestMode(path: string): Promise<number> {
  const { mode } = await stat(path);
  return path === "/" ? mode : mode & (await lowestMode(dirname(path)));
}
