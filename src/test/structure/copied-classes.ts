import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";

const SERVER = /^src\/(server|registry)\/|^src\/modules\/.+\/(operations|server)\b/;
const CLASS = /\bexport (?:abstract )?class (\w+)/g;
const ASKED = /\binstanceof (\w+)\b/g;

/** Classes of the server that are asked for by `instanceof` in other files, and that each bundle would have a copy of. */
export function copiedClasses(tree: SourceTree): string[] {
  const files = [...tree.files.values()].filter(({ path }) => !isTest(path));
  const asked = new Set(files.flatMap((file) => namesIn(file, ASKED)));
  return files
    .filter(({ path }) => SERVER.test(path) && !/^src\/server\/db\/migrate/.test(path))
    .flatMap((file) =>
      namesIn(file, CLASS)
        .filter((name) => asked.has(name) && !isMarked(file, name))
        .map((name) => `${file.path}: ${name} is asked for by instanceof; it needs sameAcrossBundles()`),
    );
}

const namesIn = ({ code }: SourceFile, pattern: RegExp): string[] =>
  [...code.matchAll(pattern)].map(([, name]) => name ?? "");

/** Whether a file marks a class, alone or in a list. */
const isMarked = ({ code }: SourceFile, name: string): boolean =>
  code.includes("sameAcrossBundles(") &&
  new RegExp(`sameAcrossBundles\\(${name}\\b|[{,] ?${name}\\b.*sameAcrossBundles`).test(code);
