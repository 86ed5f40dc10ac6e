import { isTest } from "./module-place";
import type { SourceTree } from "./source-tree";

const MAX_LINES = 400;
const MAX_LINES_OF_OPERATIONS = 300;
const MAX_COMMENT_LINES = 3;

/** No file over 400 lines; `operations.ts` becomes a folder past 300. */
export function longFiles(tree: SourceTree): string[] {
  return [...tree.files.values()].flatMap(({ path, lines }) => {
    const most = /^src\/modules\/.*\/operations\.ts$/.test(path) ? MAX_LINES_OF_OPERATIONS : MAX_LINES;
    return lines > most ? [`${path}: ${lines} lines, ${most} are the most`] : [];
  });
}

/** A comment says why, in at most three lines. */
export function longComments(tree: SourceTree): string[] {
  return [...tree.files.values()].flatMap(({ path, comments }) =>
    comments
      .filter(({ lines }) => lines > MAX_COMMENT_LINES)
      .map(({ line, lines }) => `${path}:${line}: a comment of ${lines} lines, ${MAX_COMMENT_LINES} are the most`),
  );
}

/** No file that only re-exports from others. */
export function barrels(tree: SourceTree): string[] {
  return [...tree.files.values()].filter((file) => file.isBarrel).map(({ path }) => `${path}: only re-exports`);
}

const ALWAYS_SILENT = /^[\s*]*(@ts-(ignore|nocheck)|biome-ignore|eslint-disable|oxlint-disable)/m;
const SILENCERS = new RegExp(`${ALWAYS_SILENT.source}|^[\\s*]*@ts-expect-error`, "m");

/** No check is silenced; a test of types may expect an error. */
export function silencedChecks(tree: SourceTree): string[] {
  return [...tree.files.values()].flatMap(({ path, comments }) =>
    comments
      .filter(({ text }) => (isTest(path) ? ALWAYS_SILENT : SILENCERS).test(text))
      .map(({ line }) => `${path}:${line}: silences a check`),
  );
}

/** An effect names its outside system: in a comment above it, beside it, or first inside it. */
export function namelessEffects(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const file of tree.files.values()) {
    if (!file.path.startsWith("src/") || isTest(file.path)) continue;
    file.code.split("\n").forEach((text, index) => {
      if (!/(?<!function )\buse(Layout)?Effect\s*\(/.test(text)) return;
      const explained = file.comments.some(
        ({ line, lastLine }) => lastLine === index || line - index === 1 || line - index === 2,
      );
      if (!explained)
        found.push(`${file.path}:${index + 1}: an effect without a comment that names the outside system`);
    });
  }
  return found;
}
