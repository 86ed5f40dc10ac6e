import { isTest } from "./module-place";
import type { Import, SourceFile, SourceTree } from "./source-tree";

/** The allowed imports of each area of `src`, besides itself (R1). */
export const MAY_IMPORT: Record<string, string[]> = {
  app: ["modules", "registry", "server", "trpc", "components", "lib", "env"],
  modules: ["server", "trpc", "components", "lib", "env"],
  registry: ["modules", "server", "components", "lib"],
  server: ["lib", "env"],
  trpc: ["registry", "server", "components", "lib", "env"],
  components: ["lib"],
  lib: [],
  local: ["server", "lib", "env"],
  env: ["lib"],
  proxy: ["server", "lib", "env"],
  instrumentation: ["instrumentation-node"],
  "instrumentation-node": ["background-thread", "server", "lib", "env"],
  "instrumentation-client": ["components"],
  "background-thread": ["registry", "server", "modules", "lib", "env"],
};

/** R1: imports go one way; `trpc/react` knows the router only as a type. */
export function wrongDirections(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const file of tree.files.values()) {
    const area = areaOf(file.path);
    const fromPages = file.imports.filter(({ target }) => target?.startsWith("src/app/"));
    if (area === undefined) found.push(...fromPages.map((one) => `${at(file, one)}: nothing imports app`));
    if (area === undefined || isTest(file.path)) continue;
    const allowed = MAY_IMPORT[area];
    if (!allowed) {
      found.push(`${file.path}: src/${area} is no area that architecture.md knows`);
      continue;
    }
    for (const one of file.imports) {
      const target = one.target && (areaOf(one.target) ?? "outside");
      if (target === undefined) continue;
      if (target !== area && !allowed.includes(target))
        found.push(`${at(file, one)}: ${area} may not import ${target}`);
      found.push(...routerAsValue(file, one), ...reactClientOutsideClient(file, one));
    }
  }
  return found;
}

function routerAsValue(file: SourceFile, one: Import): string[] {
  const isClientSide = /^src\/trpc\/(react|query-client)\.tsx?$/.test(file.path);
  return isClientSide && one.target?.startsWith("src/registry/") && !one.typeOnly
    ? [`${at(file, one)}: the browser's tRPC client imports the router's type only`]
    : [];
}

function reactClientOutsideClient(file: SourceFile, one: Import): string[] {
  if (areaOf(file.path) !== "modules" || areaOf(one.target ?? "") !== "trpc") return [];
  const isRight = /\/(client\.tsx?$|components\/)/.test(file.path) && !/^src\/trpc\/server\./.test(one.target ?? "");
  return isRight
    ? []
    : [`${at(file, one)}: only a domain's client.ts and components import trpc, and not its server side`];
}

function areaOf(path: string): string | undefined {
  return /^src\/([^/.]+)/.exec(path)?.[1];
}

/** `path:line (specifier)`, the form in which every rule names an import. */
export function at(file: SourceFile, one: Import): string {
  return `${file.path}:${one.line} (${one.specifier})`;
}
