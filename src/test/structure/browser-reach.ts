import { builtinModules } from "node:module";
import { at } from "./directions";
import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";

const SERVER_PACKAGE = /^(server-only|node:.*|pg|@prisma\/.*|pino|nodemailer|@node-rs\/argon2|next\/(headers|server))$/;
const SERVER_FILE = /^src\/(server|local|test)\/|^src\/env\.ts$|^src\/trpc\/server\.tsx?$/;
const SERVER_PART = /^src\/modules\/.+\/(operations|row|scope|router|jobs|bootstrap)\.ts$|\/(operations|emails)\//;

/** R5: code that a browser can reach through values imports nothing server-only and no Prisma value. */
export function serverCodeInBrowser(tree: SourceTree): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: SourceFile, way: string[]) => {
    if (seen.has(file.path)) return;
    seen.add(file.path);
    for (const one of file.imports.filter(({ typeOnly }) => !typeOnly)) {
      if (isServerSide(one.target, one.specifier)) {
        const through = way.length > 0 ? `, reached from ${way.join(" → ")}` : "";
        found.add(`${at(file, one)}: a browser loads this${through}`);
        continue;
      }
      const next = one.target === undefined ? undefined : tree.files.get(one.target);
      if (next) visit(next, [...way, file.path]);
    }
  };
  for (const file of tree.files.values()) if (file.isClient && !isTest(file.path)) visit(file, []);
  return [...found];
}

function isServerSide(target: string | undefined, specifier: string): boolean {
  if (target !== undefined) return SERVER_FILE.test(target) || SERVER_PART.test(target);
  return SERVER_PACKAGE.test(specifier) || builtinModules.includes(specifier);
}
