import { once } from "node:events";
import { chown, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { hold, newFolder, query, start } from "./folder.fixture";

const isRoot = process.getuid?.() === 0;

it("is made once by two starters at the same time, shared, and ended by the last one out", async () => {
  const { dir, remove } = await newFolder();
  onTestFinished(remove);
  const [one, two] = await Promise.all([start(dir), start(dir)]);
  expect(one.urls).toEqual(two.urls);
  await one.stop();
  expect(await query(two.urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  const three = await start(dir);
  await Promise.all([two.stop(), three.stop()]);
  await expect(query(two.urls.app, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
});

it("may be made and ended by a program of a normal user", async ({ skip }) => {
  if (!isRoot) skip("this is one");
  if (((await lowestMode(process.execPath)) & 0o001) === 0)
    skip("the project lies where only root may enter, so no other user can run it");
  const { dir, remove } = await newFolder();
  onTestFinished(remove);
  await mkdir(dir);
  await chown(dir, 65_534, 65_534);
  const holder = await hold(dir, { uid: 65_534, gid: 65_534 });
  holder.kill("SIGINT");
  expect(await once(holder, "exit")).toEqual([0, null]);
});

/** The mode bits that every folder above `path` has in common. */
async function lowestMode(path: string): Promise<number> {
  const { mode } = await stat(path);
  return path === "/" ? mode : mode & (await lowestMode(dirname(path)));
}
