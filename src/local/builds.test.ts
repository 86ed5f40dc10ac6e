import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD, PHASE_PRODUCTION_SERVER } from "next/constants.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { changeOver, currentBuild, newBuildId } from "./builds";

const run = promisify(execFile);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "throughline-builds-"));
});
afterEach(() => rm(root, { recursive: true }));

let made = 0;

/** Writes files as Next's compiler would, several builds into the same folder. */
async function compile(files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries({ BUILD_ID: "b", "cache/kept": "", ...files })) {
    await mkdir(dirname(join(root, ".next", name)), { recursive: true });
    await writeFile(join(root, ".next", name), text);
  }
  made += 1;
  return newBuildId(new Date(made));
}

const build = async (files: Record<string, string>) => changeOver(await compile(files), root);
const read = (...path: string[]) => readFile(join(root, ...path), "utf8");

it("serves what was built last, and no file of the build before changes or goes", async () => {
  const first = await build({ "server/page.js": "one", "static/chunks/a.js": "a" });
  expect(await currentBuild(root)).toBe(first);
  const next = await compile({ "server/page.js": "two", "static/chunks/b.js": "b" });
  expect(await currentBuild(root), "while it is compiled").toBe(first);
  expect(await read(first, "server/page.js")).toBe("one");
  const second = await changeOver(next, root);
  expect(await currentBuild(root)).toBe(second);
  expect(await read(second, "server/page.js")).toBe("two");
  expect([await read(first, "server/page.js"), await read(first, "static/chunks/a.js")]).toEqual(["one", "a"]);
});

it("keeps the chunks of the build before for open tabs, and no older ones", async () => {
  await build({ "static/chunks/a.js": "a" });
  const second = await build({ "static/chunks/b.js": "b" });
  const third = await build({ "static/chunks/c.js": "c" });
  expect((await readdir(join(root, second, "static/chunks"))).sort()).toEqual(["a.js", "b.js"]);
  expect((await readdir(join(root, third, "static/chunks"))).sort()).toEqual(["b.js", "c.js"]);
});

it("leaves the cache for the next build, and keeps three builds", async () => {
  const folders: string[] = [];
  for (const at of [1, 2, 3, 4]) folders.push(await build({ "static/chunks/a.js": String(at) }));
  expect(await readdir(join(root, ".next"))).toEqual(["cache"]);
  const builds = (await readdir(root)).filter((name) => name.startsWith(".next-2") || name.startsWith(".next-1"));
  expect(builds.sort()).toEqual(folders.slice(1));
});

it("is what a server starts with, and what Next compiles and develops in stays where it is", async () => {
  await symlink(resolve("node_modules"), join(root, "node_modules"));
  await copyFile("next.config.mjs", join(root, "next.config.mjs"));
  const askFor = async (phase: string) => {
    const script = `const { default: of } = await import("./next.config.mjs"); const { distDir, deploymentId } = of("${phase}"); console.log(JSON.stringify({ distDir, deploymentId }));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
    return JSON.parse(stdout);
  };
  expect(await askFor(PHASE_PRODUCTION_SERVER), "as on a host that serves builds itself").toEqual({});
  const folder = await build({ "static/chunks/a.js": "a" });
  const deploymentId = folder.slice(".next-".length);
  expect(await askFor(PHASE_PRODUCTION_SERVER)).toEqual({ distDir: folder, deploymentId });
  expect(await askFor(PHASE_PRODUCTION_BUILD)).toEqual({});
  expect(await askFor(PHASE_DEVELOPMENT_SERVER)).toEqual({});
});

it("has no build to serve where none was made", async () => {
  expect(await currentBuild(root)).toBeUndefined();
});
