import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LocalProblem } from "./problem";
import { makeFolder } from "./state";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-state-"));
});
afterEach(() => rm(dir, { recursive: true }));

describe("the folder of all local state", () => {
  it("is made with all that is missing above it, also by two at once", async () => {
    const wanted = join(dir, "a", "b", "c");
    await Promise.all([makeFolder(wanted), makeFolder(wanted)]);
    expect(existsSync(wanted)).toBe(true);
    await makeFolder(wanted);
  });

  it("is refused by name where the system makes none, instead of being asked for without end", async ({ skip }) => {
    skip(!existsSync("/proc/self"), "this system has no /proc");
    const refused = expect(makeFolder("/proc/throughline/data")).rejects;
    await refused.toThrow(new LocalProblem("No folder can be created in /proc. Set DATA_DIR to another folder."));
  });

  it("is refused where a file stands in its way", async () => {
    await writeFile(join(dir, "file"), "");
    await expect(makeFolder(join(dir, "file", "below"))).rejects.toThrow("ENOTDIR");
  });
});
