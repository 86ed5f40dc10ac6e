import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Tokens, tokensOf } from "./tokens";

export interface Source {
  path: string;
  text: string;
  tokens: Tokens;
}

/** The product's own sources and models, and the texts of its migrations. */
export interface Tree {
  sources: readonly Source[];
  migrations: readonly string[];
}

const notCounted = /^src\/(test|server\/db\/generated)\/|\.fixture\./;

/** Reads the tree below a folder; demo data, scripts and browser tests are not the product. */
export function readTree(root: string): Tree {
  const below = (folder: string, pattern: RegExp) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((path) => pattern.test(path) && !notCounted.test(path))
      .sort();
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const texts = [...below("src", /\.tsx?$/), ...below("prisma/models", /\.prisma$/)].map((path) => [path, read(path)]);
  return treeOf(Object.fromEntries(texts), below("prisma/migrations", /\.sql$/).map(read));
}

/** A tree of texts by their paths. */
export function treeOf(texts: Readonly<Record<string, string>>, migrations: readonly string[]): Tree {
  return {
    sources: Object.entries(texts).map(([path, text]) => ({ path, text, tokens: tokensOf(path, text) })),
    migrations,
  };
}

export const linesOf = ({ text }: Source): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
