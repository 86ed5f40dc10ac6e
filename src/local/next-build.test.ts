import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sourceHash } from "./next-build";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "throughline-sources-"));
  for (const folder of ["src/app", "src/test", "src/local", "public"])
    await mkdir(join(root, folder), { recursive: true });
  for (const file of [
    "package-lock.json",
    "next.config.mjs",
    "postcss.config.mjs",
    "tsconfig.json",
    "src/app/page.tsx",
  ]) {
    await writeFile(join(root, file), file);
  }
});

afterEach(() => rm(root, { recursive: true }));

it.each([["src/app/page.tsx"], ["src/app/new.css"], ["public/logo.svg"], ["package-lock.json"], ["next.config.mjs"]])(
  "notices a change of %s",
  async (file) => {
    const before = await sourceHash({}, root);
    await writeFile(join(root, file), "changed");
    expect(await sourceHash({}, root)).not.toBe(before);
  },
);

it("does not build again for a test, a stand-in or a note", async () => {
  const before = await sourceHash({}, root);
  for (const file of [
    "src/app/page.test.tsx",
    "src/test/ctx.ts",
    "src/local/main.ts",
    "src/app/notes.md",
    "README.md",
  ]) {
    await writeFile(join(root, file), "changed");
  }
  expect(await sourceHash({ DATABASE_URL: "postgresql://app@db/x" }, root)).toBe(before);
});

it("needs no public folder: an empty one is not in a clone", async () => {
  await rm(join(root, "public"), { recursive: true });
  expect(await sourceHash({}, root)).toMatch(/^[0-9a-f]{64}$/);
});

it("notices whether it is minified, and a public variable, which is written into the build", async () => {
  expect(await sourceHash({ BUILD_MINIFY: "false" }, root)).not.toBe(await sourceHash({}, root));
  expect(await sourceHash({ NEXT_PUBLIC_NAME: "a" }, root)).not.toBe(await sourceHash({ NEXT_PUBLIC_NAME: "b" }, root));
});
