import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { numberedNoun } from "../new-noun/many";
import { headCode } from "../new-noun/sources";
import { ownFiles } from "../new-noun/texts";
import type { FormFigure } from "./figures";

/** The hand-written parts of a noun of twelve fields, as `npm run new:noun` writes it. */
export function syntheticFigure(root: string): FormFigure {
  const noun = numberedNoun(0);
  const files = Object.entries({ head: headCode(noun, 1, null), ...withoutTest(ownFiles(root, noun)) });
  const sizes = files.map(([path, text]) => ({ path, bytes: Buffer.byteLength(formatted(root, path, text)) }));
  return {
    label: "bytes of a noun of 12 fields from new:noun",
    value: sizes.reduce((total, { bytes }) => total + bytes, 0),
    bar: { must: 8_000, aim: 5_000 },
    found: sizes.map(({ path, bytes }) => `${bytes} ${path}`),
  };
}

const withoutTest = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith(".test.ts")));

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** A text as the formatter of the tree leaves it. */
export function formatted(root: string, path: string, text: string): string {
  if (!/\.tsx?$/.test(path)) return text;
  const args = [biome, "format", `--stdin-file-path=${path}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" });
  if (status !== 0) throw new Error(`${path} cannot be formatted: ${stderr}`);
  return stdout;
}
