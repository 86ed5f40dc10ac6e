import { at } from "./directions";
import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";

type Place = { what: string; pattern: RegExp; only: string; where: RegExp };

const OUTSIDE_THE_APP = /^(scripts|e2e|bench|drills)\/|^src\/local\//;

/** R6 and similar rules: words that may occur in one place only. */
const PLACES: Place[] = [
  { what: "TRPCError", pattern: /\bTRPCError\b/, only: "server/trpc.ts", where: /^src\/server\/trpc\.ts$/ },
  { what: "NextResponse", pattern: /\bNextResponse\b/, only: "proxy.ts", where: /^src\/proxy\.ts$/ },
  {
    what: "process.env",
    pattern: /\bprocess\s*\??\.\s*env\b|\bimport\.meta\.env\b/,
    only: "env.ts (and instrumentation.ts, which asks for the runtime)",
    where: new RegExp(`^src/(env|instrumentation)\\.ts$|${OUTSIDE_THE_APP.source}`),
  },
  {
    what: "new PrismaClient",
    pattern: /\bnew\s+PrismaClient\b/,
    only: "server/db/client.ts",
    where: /^src\/server\/db\/client\.ts$/,
  },
  {
    what: "raw SQL of Prisma",
    pattern: /\$(query|execute)Raw(Unsafe)?\b/,
    only: "server/db",
    where: /^src\/server\/db\//,
  },
  {
    what: "onMutate",
    pattern: /\bonMutate\b/,
    only: "a domain's client.ts",
    where: /^src\/modules\/.+\/client\.tsx?$/,
  },
  {
    what: "a range of Intl, whose spaces differ between server and browser,",
    pattern: /\.formatRange(ToParts)?\b/,
    only: "time-range.ts",
    where: /^src\/lib\/time-range\.ts$/,
  },
  {
    what: "a value on globalThis",
    pattern: /\bglobalThis as\b|\b(Reflect\.\w+|Object\.assign)\(globalThis\b/,
    only: "server/process-wide.ts (and db/migrate/engine.ts, for the engine of Prisma)",
    where: new RegExp(`^src/server/(process-wide|db/migrate/engine)\\.ts$|${OUTSIDE_THE_APP.source}`),
  },
  {
    what: "a comparison with a plan's name",
    pattern: /\bplan\s*[!=]==?\s*["'`]/,
    only: "plans.ts",
    where: /\/plans\.ts$/,
  },
];

/** R6: TRPCError, NextResponse, process.env, `new PrismaClient` and the like outside their one place. */
export function wordsOutOfPlace(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const file of tree.files.values()) {
    if (isTest(file.path)) continue;
    for (const { what, pattern, only, where } of PLACES) {
      const hit = where.test(file.path) ? null : pattern.exec(file.code);
      if (hit) found.push(`${file.path}:${lineOf(file, hit.index)}: ${what} stands in ${only} only`);
    }
  }
  return found;
}

const RAW_CLIENT = /^src\/server\/db\/client\.ts$/;
const MAY_USE_RAW_CLIENT =
  /^src\/(server\/|modules\/platform\/\w+\/(auth|tenants|billing|staff|support)\/)|^prisma\/seed\//;

/** R4: only sign-in, tenants, billing, staff, support, the kernel, seeds and tests use the client without a tenant. */
export function rawClientOutOfPlace(tree: SourceTree): string[] {
  return importsWhere(tree, (file, target) => RAW_CLIENT.test(target ?? "") && !MAY_USE_RAW_CLIENT.test(file.path)).map(
    (place) => `${place}: the raw client is not for here`,
  );
}

/** A page composes modules: no Prisma below `src/app`. */
export function prismaInApp(tree: SourceTree): string[] {
  return importsWhere(
    tree,
    (file, target, name) =>
      file.path.startsWith("src/app/") && (/^@?prisma\b/.test(name) || Boolean(target?.startsWith("src/server/db/"))),
  ).map((place) => `${place}: src/app holds no Prisma`);
}

/** Outside the kernel, clients of Prisma or PostgreSQL come from `server/db` only. */
export function driverOutOfPlace(tree: SourceTree): string[] {
  return importsWhere(
    tree,
    (file, _target, name) =>
      /^(@prisma\/(client|adapter-pg)|pg)\b/.test(name) &&
      !/^src\/(server\/db|local)\/|^(scripts|e2e|bench|drills)\//.test(file.path),
  ).map((place) => `${place}: database drivers are for server/db`);
}

/** Every file of the kernel imports server-only, except the migrations, which scripts run outside Next. */
export function kernelNotServerOnly(tree: SourceTree): string[] {
  return [...tree.files.values()]
    .filter(({ path }) => path.startsWith("src/server/") && !/^src\/server\/db\/migrate/.test(path) && !isTest(path))
    .filter((file) => !file.imports.some((one) => one.specifier === "server-only"))
    .map(({ path }) => `${path}: lacks import "server-only"`);
}

function importsWhere(
  tree: SourceTree,
  matches: (file: SourceFile, target: string | undefined, specifier: string) => boolean,
): string[] {
  return [...tree.files.values()]
    .filter((file) => !isTest(file.path))
    .flatMap((file) =>
      file.imports.filter((one) => matches(file, one.target, one.specifier)).map((one) => at(file, one)),
    );
}

function lineOf(file: SourceFile, offset: number): number {
  return file.code.slice(0, offset).split("\n").length;
}
