import { isTest } from "./module-place";
import type { SourceTree } from "./source-tree";

/** A figure before a plural: "${count} rows", "${rows.length} people". */
const GLUED =
  /\$\{[^{}]*(?:length(?: [+-] \d)?|[cC]ount\w*(?:\([^()]*\))?|toLocaleString\([^()]*\))\} (?:people|[a-z]+s)\b/g;
/** A sentence for one beside a sentence for many: `count === 1 ? "1 row" : …`, `count === 1 ? "row" : "rows"`. */
const CHOSEN = /=== 1 \? (?:["'`](?:[A-Z][a-z]+ )?1 |"([a-z ]+)" : "\1s"|"([a-z ]+)y" : "\2ies")/g;

/** A number or date in the format of one language, or of the machine: `count.toLocaleString("en-US")`. */
const FIXED = /\.toLocale(?:Date|Time)?String\((?:\)|"|undefined)/g;
const SCREEN = /^src\/(?:app|components|modules)\/.*\.tsx$/;

/** The locale of texts without a known reader, in a file whose reader is known. */
const PLAIN = /\bplainLocale\b/g;
const READ = /^src\/(?:app|components|trpc)\/|^src\/modules\/.*\/(?:components\/|client\.)/;

/** Screens show numbers and dates in the locale of the workspace. */
export function fixedLocales(tree: SourceTree): string[] {
  const files = [...tree.files.values()].filter(({ path }) => !isTest(path));
  const found = (of: RegExp, fixed: RegExp) =>
    files
      .filter(({ path }) => of.test(path))
      .flatMap(({ path, code }) =>
        [...code.matchAll(fixed)].map(({ index, 0: text }) => {
          const line = code.slice(0, index).split("\n").length;
          return `${path}:${line}: ${text} needs the locale of the workspace`;
        }),
      );
  return [...found(SCREEN, FIXED), ...found(READ, PLAIN)];
}

/** A count and its noun are joined by `counted` of lib/counted.ts, which distinguishes one from many. */
export function countsByHand(tree: SourceTree): string[] {
  return [...tree.files.values()]
    .filter(({ path }) => path.startsWith("src/") && !path.startsWith("src/local/") && !isTest(path))
    .flatMap(({ path, code }) =>
      [...code.matchAll(GLUED), ...code.matchAll(CHOSEN)].map(({ index, 0: text }) => {
        const line = code.slice(0, index).split("\n").length;
        return `${path}:${line}: ${text} is for counted()`;
      }),
    );
}
