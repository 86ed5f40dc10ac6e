import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { MAY_IMPORT } from "./structure/directions";
import { PART_FOLDERS, PARTS } from "./structure/parts";

const read = (path: string): string => readFileSync(path, "utf8");
const documents = ["README.md", ...globSync("docs/**/*.md")].sort();
const texts = documents.map((path) => ({ path, text: read(path) }));
const all = texts.map(({ text }) => text).join("\n");

const files = ["src", "e2e", "scripts", "drills", "bench", "prisma", "docs", "public"]
  .flatMap((folder) => globSync(`${folder}/**/*`))
  .concat(globSync("*"));

/** Every match of the pattern in the documents, with its document. */
function saying(pattern: RegExp): { path: string; said: string }[] {
  return texts.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([whole, said = whole]) => ({ path, said })),
  );
}

/** Whether the tree has a file or folder whose path ends so; `*` and `<name>` stand for any one part. */
function isInTree(name: string): boolean {
  const parts = name
    .replace(/^\.\/|\/$/g, "")
    .split("/")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\*|<\w+>/g, "[^/]*"));
  const end = new RegExp(`(^|/)${parts.join("/")}$`);
  return files.some((path) => end.test(path));
}

describe("documents", () => {
  it("lead to pages and pictures that are there", () => {
    const links = texts.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => ({ path, to })),
    );
    const ours = links.filter(({ to }) => !/^[a-z]+:/.test(to));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ path, to }) => !existsSync(join(dirname(path), to.replace(/#.*/, ""))))).toEqual([]);
  });

  it("give each decision a number of its own", () => {
    const numbers = globSync("docs/decisions/*.md").map((path) => path.replace(/^.*\/(\d+)-.*$/, "$1"));
    expect(numbers.length).toBeGreaterThan(40);
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
  });

  it("name files of the tree", () => {
    const named = saying(/(?<![\w/.*<>-])((?:[\w.*<>-]+\/)*[\w*.<>-]+\.(?:tsx?|mjs|sql|csv|prisma))\b/g);
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter(({ said }) => !isInTree(said))).toEqual([]);
  });

  it("quote tests by the names that they have", () => {
    const quoted = texts.flatMap(({ text }) =>
      [...text.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`((?:,? "[^"]+")+)/g)].flatMap(([, file = "", names = ""]) =>
        [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
      ),
    );
    expect(quoted.length).toBeGreaterThan(40);
    expect(quoted.filter(({ file, name }) => !existsSync(file) || !read(file).includes(`"${name}"`))).toEqual([]);
  });

  it("name folders of the tree", () => {
    const named = saying(/`((?:[a-z][\w.-]*|<\w+>|\*)(?:\/(?:[\w.-]+|<\w+>|\*))+\/?)`/g).filter(
      ({ said }) => !/\.\w+$/.test(said),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ said }) => !isInTree(said))).toEqual([]);
  });

  it("name commands that there are, and all of them", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = saying(/npm run ([\w:]+)|npm (?:test|start)\b/g).map(({ said }) => said.replace("npm ", ""));
    expect([...new Set(named)].filter((name) => !scripts[name])).toEqual([]);
    const unnamed = Object.keys(scripts).filter((name) => !new RegExp(`(npm |npm run |\`)${name}\\b`).test(all));
    expect(unnamed).toEqual(["postinstall"]);
  });

  it("name variables that .env.example explains", () => {
    const known = Object.keys(parseEnv(read(".env.example")));
    const named = saying(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g).map(({ said }) => said);
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([]);
  });

  it("tell of the architecture what its rules hold", () => {
    const page = read("docs/architecture.md");
    const rows = [...page.matchAll(/^\| `src\/([a-z]+)[^|]*\|[^|]*\|([^|]*)\|$/gm)];
    const documented = rows.map(([, area = "", may = ""]) => [
      area,
      [...may.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    ]);
    const isFolder = (area: string) => existsSync(join("src", area));
    const held = Object.entries(MAY_IMPORT).filter(([area]) => isFolder(area));
    expect(Object.fromEntries(documented.filter(([area]) => area !== "test"))).toEqual(
      Object.fromEntries(held.map(([area, may]) => [area, may.filter((name) => name !== "env")])),
    );
    const parts = Object.keys(PARTS).map((part) => (PART_FOLDERS.includes(part) ? part : `${part}.ts`));
    const vocabulary = /## A noun's folder\n(.*?)\n## /s.exec(page)?.[1] ?? "";
    expect(parts.filter((part) => !vocabulary.includes(part))).toEqual([]);
  });
});
