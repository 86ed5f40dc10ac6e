import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { rememberedPort } from "../ports";
import { hold, newFolder, query, serverPid, start } from "./folder.fixture";
import { startPostgres } from "./start";

const isRoot = process.getuid?.() === 0;
let dir: string;
let remove: () => Promise<void>;

// A cluster takes most of a second to make, and longer to copy: each test leaves it stopped, with whatever it wrote.
beforeAll(async () => {
  ({ dir, remove } = await newFolder());
  await (await startPostgres({ dir, fsync: false })).stop();
});

afterAll(() => remove());

beforeEach(() => rm(join(dir, "postgres.log"), { force: true }));

describe("the embedded PostgreSQL", () => {
  it("keeps its data, its port and its passwords over a restart", async () => {
    const first = await start(dir);
    const note = newTable();
    await query(first.urls.owner, `CREATE TABLE ${note} (text text)`);
    await query(first.urls.owner, `INSERT INTO ${note} VALUES ('größer')`);
    await first.stop();
    await expect(query(first.urls.owner, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
    const second = await start(dir);
    expect(second.urls).toEqual(first.urls);
    expect(await query(second.urls.owner, `SELECT text FROM ${note}`)).toEqual([{ text: "größer" }]);
  });

  it("has three roles without special powers, and a UTF-8 database that orders the same everywhere", async () => {
    const { urls } = await start(dir);
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
    const { urls } = await start(dir);
    await expect(query(Object.assign(new URL(urls.app), { password: "guess" }).href, "SELECT 1")).rejects.toThrow(
      "password authentication failed",
    );
  });

  it("recovers what was committed after kill -9 of the server", async () => {
    const first = await start(dir);
    const note = newTable();
    await query(first.urls.owner, `CREATE TABLE ${note} AS SELECT 1 AS id`);
    const pid = await serverPid(dir);
    process.kill(pid, "SIGKILL");
    await first.died;
    await first.stop();
    expect(await serverPid(dir)).toBe(pid);
    const second = await start(dir);
    expect(await query(second.urls.owner, `SELECT id FROM ${note}`)).toEqual([{ id: 1 }]);
    expect(await readFile(join(dir, "postgres.log"), "utf8")).toContain("automatic recovery in progress");
  });

  it("is not misled by a lock file whose process number now belongs to another program", async () => {
    const lock = [process.pid, join(dir, "data"), 1_700_000_000, 5432, "", "127.0.0.1", "0 0", "ready", ""].join("\n");
    await writeFile(join(dir, "data", "postmaster.pid"), lock);
    const again = await start(dir);
    expect(await query(again.urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("is shared by two starters at the same time, and ended by the last one out", async () => {
    const [one, two] = await Promise.all([start(dir), start(dir)]);
    expect(one.urls).toEqual(two.urls);
    await one.stop();
    expect(await query(two.urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    const three = await start(dir);
    await Promise.all([two.stop(), three.stop()]);
    await expect(query(two.urls.app, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });
});

describe("the program that started it", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("shuts it down cleanly on %s", async (signal) => {
    const holder = await hold(dir);
    holder.kill(signal);
    expect(await once(holder, "exit")).toEqual([0, null]);
    await expect(readFile(join(dir, "data", "postmaster.pid"))).rejects.toThrow("ENOENT");
    expect(await readFile(join(dir, "postgres.log"), "utf8")).toMatch(/database system is shut down\s*$/);
  });

  it("leaves it to the next starter when it is killed with -9", async () => {
    const holder = await hold(dir);
    const pid = await serverPid(dir);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const next = await start(dir);
    expect(await serverPid(dir)).toBe(pid);
    await next.stop();
    await expect(query(next.urls.app, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });
});

describe("messages when it cannot start", () => {
  it("names a port that is taken", async () => {
    const port = await listen(0);
    await expect(start(dir, { port })).rejects.toThrow(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use by another program.*POSTGRES_PORT`),
    );
  });

  it("moves to another port, and says so, when the one of last time is taken", async () => {
    await (await start(dir)).stop();
    const last = await rememberedPort(dir, "postgres", () => undefined);
    await listen(last);
    const notice = vi.fn();
    const moved = await start(dir, { notice });
    expect(moved.port).not.toBe(last);
    expect(notice).toHaveBeenCalledWith(
      expect.stringMatching(new RegExp(`^Port ${last}.* is in use by another program`)),
    );
  });

  it("names the version of a folder that another PostgreSQL wrote, and leaves it alone", async () => {
    const data = await newData();
    await writeFile(join(data, "PG_VERSION"), "16\n");
    await expect(start(dirname(data))).rejects.toThrow(/was written by PostgreSQL 16, and this is PostgreSQL 18/);
    expect(await readFile(join(data, "PG_VERSION"), "utf8")).toBe("16\n");
  });

  it("says that the passwords are gone", async () => {
    const data = await newData();
    await cp(join(dir, "data", "PG_VERSION"), join(data, "PG_VERSION"));
    await expect(start(dirname(data))).rejects.toThrow(/passwords\.json is missing/);
  });

  it("says that the folder holds something else", async () => {
    const data = await newData();
    await writeFile(join(data, "letter.txt"), "dear");
    await expect(start(dirname(data))).rejects.toThrow(/holds files but no PostgreSQL 18 database/);
  });
});

it.runIf(isRoot)("works in a folder that only root may enter", async () => {
  await chmod(join(dir, ".."), 0o700);
  onTestFinished(() => chmod(join(dir, ".."), 0o755));
  const { urls } = await start(dir);
  expect(await query(urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

const newTable = () => `note_${randomBytes(6).toString("hex")}`;

/** The empty folder for the data of a server that there is none of yet. */
async function newData(): Promise<string> {
  const other = await newFolder();
  onTestFinished(other.remove);
  const data = join(other.dir, "data");
  await mkdir(data, { recursive: true });
  return data;
}

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
