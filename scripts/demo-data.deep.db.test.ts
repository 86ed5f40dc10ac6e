import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { bringDemoData } from "./demo-data";

let folder: string;
let database: string;
let notices: string[];

beforeEach(async () => {
  notices = [];
  database = `demo_data_${randomBytes(6).toString("hex")}`;
  await sql(inject("template").superuser, `CREATE DATABASE ${database} OWNER throughline_owner`);
  folder = await mkdtemp(join(tmpdir(), "throughline-demo-data-"));
  await mkdir(join(folder, "migrations", "1_tenants"), { recursive: true });
  await writeFile(join(folder, "migrations", "1_tenants", "migration.sql"), "CREATE TABLE tenants (name text);");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  await sql(inject("template").superuser, `DROP DATABASE ${database} WITH (FORCE)`);
});

it("begins anew where a seed was ended half-way, and only there", async () => {
  await expect(bring(() => makeAndFail("half"))).rejects.toThrow("killed");
  expect(await tenants()).toEqual(["half"]);
  await bring(() => make("whole"));
  expect(await tenants()).toEqual(["whole"]);
  expect(notices).toEqual([expect.stringContaining("it is brought in anew")]);
  // Somebody has worked with it by now.
  await expect(bring(() => makeAndFail("more"))).rejects.toThrow("killed");
  await bring(async () => undefined);
  expect(await tenants()).toEqual(["more", "whole"]);
});

it("says that the folder is of another version, and changes nothing", async () => {
  await bring(() => make("whole"));
  await rename(join(folder, "migrations", "1_tenants"), join(folder, "migrations", "1_firms"));
  await expect(bring(() => make("more"))).rejects.toThrow(
    `${folder} holds the demo of another version. Start that version, or delete the folder and start again.`,
  );
  await expect(bring(() => make("more"), { superuserUrl: undefined })).rejects.toThrow("npm run db:reset");
  expect(await tenants()).toEqual(["whole"]);
});

it("empties no server of somebody else's", async () => {
  await expect(bring(() => makeAndFail("theirs"), { superuserUrl: undefined })).rejects.toThrow("killed");
  await bring(async () => undefined, { superuserUrl: undefined });
  expect(await tenants()).toEqual(["theirs"]);
});

it("lets a second demo of the folder wait for the first one's data", async () => {
  const seconds: Promise<unknown>[] = [];
  await bring(async () => {
    await make("half");
    await new Promise<void>((waits) => {
      seconds.push(bring(() => make("second"), { notice: () => waits() }));
    });
    await make("first");
  });
  await Promise.all(seconds);
  expect(await tenants()).toEqual(["first", "half", "second"]);
});

it("stops waiting when it is told to", async () => {
  const stop = new AbortController();
  await bring(async () => {
    const waiting = bring(() => make("never"), { signal: stop.signal, notice: () => stop.abort() });
    await expect(waiting).rejects.toThrow();
  });
  expect(await tenants()).toEqual([]);
});

function bring(seed: () => Promise<void>, other: Partial<Parameters<typeof bringDemoData>[0]> = {}) {
  return bringDemoData({
    target: { ownerUrl: at(inject("template").owner), folder, withoutAccess: true },
    superuserUrl: at(inject("template").superuser),
    folder,
    seed,
    notice: (text) => notices.push(text),
    signal: new AbortController().signal,
    ...other,
  });
}

async function make(name: string): Promise<void> {
  await sql(at(inject("template").owner), `INSERT INTO tenants VALUES ('${name}')`);
}

async function makeAndFail(name: string): Promise<void> {
  await make(name);
  throw new Error("killed");
}

async function tenants(): Promise<unknown[]> {
  const rows = await sql(at(inject("template").superuser), "SELECT name FROM tenants ORDER BY 1");
  return rows.map((row) => row.name);
}

function at(url: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

async function sql(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
