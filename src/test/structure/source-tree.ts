import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { parseSync } from "oxc-parser";

/** One import, re-export or `import()` of a source file. */
export type Import = {
  /** As written: `@/lib/money`, `./schema`, `zod`. */
  specifier: string;
  /** The imported file of this repository, or undefined for a package. */
  target: string | undefined;
  /** Erased when compiled; `import { type A }` is not, it still loads the file. */
  typeOnly: boolean;
  /** An `import()`: loaded when the code asks for it. */
  lazy: boolean;
  line: number;
};

/** A comment; `lines` counts its lines with text. */
export type Comment = { line: number; lastLine: number; lines: number; text: string };

export type SourceFile = {
  path: string;
  lines: number;
  /** The text with comments blanked out, so that words in comments break no rule. */
  code: string;
  imports: Import[];
  comments: Comment[];
  isClient: boolean;
  /** Only re-exports what other files declare. */
  isBarrel: boolean;
};

/** The files of the repository that rules look at, by path from its root with forward slashes. */
export type SourceTree = { files: Map<string, SourceFile>; paths: string[] };

const PARSED = /\.(ts|tsx|mts)$/;
const ROOTS = ["src", "e2e", "scripts", "bench", "drills", "prisma"];
const SKIPPED = new Set(["node_modules", "generated", "migrations", ".next"]);

/** The texts of the real tree below `root`, by path. */
export function readSourceTexts(root: string): Record<string, string> {
  const texts: Record<string, string> = {};
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) walk(path);
      if (entry.isFile()) texts[relative(root, path).split(sep).join("/")] = readFileSync(path, "utf8");
    }
  };
  const present = readdirSync(root);
  for (const folder of ROOTS.filter((name) => present.includes(name))) walk(join(root, folder));
  return texts;
}

/** Parses a tree given as texts by path. */
export function parseSourceTree(texts: Record<string, string>): SourceTree {
  const paths = Object.keys(texts).sort();
  const known = new Set(paths);
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    const text = texts[path];
    if (text !== undefined && PARSED.test(path)) files.set(path, parseFile(path, text, known));
  }
  return { files, paths };
}

function parseFile(path: string, text: string, known: Set<string>): SourceFile {
  const parsed = parseSync(path, text);
  const fault = parsed.errors.find((error) => error.severity === "Error");
  if (fault) throw new Error(`${path} does not parse: ${fault.message}`);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)];
  const lineAt = (offset: number) => countUpTo(lineStarts, offset);

  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const reExports = staticExports.flatMap((statement) => {
    const request = statement.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    return request ? [{ ...statement, specifier: request.value }] : [];
  });
  const named = [...staticImports.map((found) => ({ ...found, specifier: found.moduleRequest.value })), ...reExports];
  const imports = named.map(({ specifier, start, end }) => ({
    specifier,
    typeOnly: /^(import|export)\s+type\b(?!\s*from)/.test(text.slice(start, end)),
    lazy: false,
    line: lineAt(start),
  }));
  const lazy = dynamicImports.flatMap(({ start, moduleRequest }) => {
    const literal = /^["'`]([^"'`$]+)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    return literal ? [{ specifier: literal, typeOnly: false, lazy: true, line: lineAt(start) }] : [];
  });

  let [code, after] = ["", 0];
  for (const { start, end } of parsed.comments) {
    code += text.slice(after, start) + text.slice(start, end).replace(/[^\n]/g, " ");
    after = end;
  }
  code += text.slice(after);
  const body = parsed.program.body;
  return {
    path,
    lines: text.endsWith("\n") ? lineStarts.length - 1 : lineStarts.length,
    code,
    imports: [...imports, ...lazy].map((one) => ({ ...one, target: resolveImport(path, one.specifier, known) })),
    comments: commentBlocks(text, parsed.comments, lineAt),
    isClient: body.some((node) => node.type === "ExpressionStatement" && node.directive === "use client"),
    isBarrel: body.length > 0 && reExports.length === body.length,
  };
}

/** The count of numbers, in rising order, that are not above the limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? limit) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Comments in order; `//` lines below each other are one. */
function commentBlocks(
  text: string,
  comments: { type: string; value: string; start: number; end: number }[],
  lineAt: (offset: number) => number,
): Comment[] {
  const blocks: (Comment & { standsAlone: boolean })[] = [];
  for (const comment of comments) {
    const line = lineAt(comment.start);
    const lines = comment.value.split("\n").filter((part) => /[^\s*]/.test(part)).length;
    const standsAlone = /^\s*$/.test(text.slice(text.lastIndexOf("\n", comment.start - 1) + 1, comment.start));
    const previous = blocks.at(-1);
    if (comment.type === "Line" && standsAlone && previous?.standsAlone && previous.lastLine === line - 1) {
      previous.lines += lines;
      previous.text += `\n${comment.value}`;
      previous.lastLine = line;
    } else {
      const lastLine = lineAt(comment.end - 1);
      blocks.push({ line, lastLine, lines, text: comment.value, standsAlone: standsAlone && comment.type === "Line" });
    }
  }
  return blocks;
}

function resolveImport(from: string, specifier: string, known: Set<string>): string | undefined {
  const aliased = specifier.startsWith("@/") ? `src/${specifier.slice(2)}` : undefined;
  const base = aliased ?? (specifier.startsWith(".") ? posix.join(dirname(from), specifier) : undefined);
  if (base === undefined) return undefined;
  const endings = ["", ".ts", ".tsx", ".mts", "/index.ts", "/index.tsx"];
  return (
    endings.map((ending) => base + ending).find((path) => known.has(path)) ??
    `${base}${/\.[a-z]+$/.test(base) ? "" : ".ts"}`
  );
}
