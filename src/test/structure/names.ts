import { isTest, modulePlace } from "./module-place";
import { PART_FOLDERS, PARTS } from "./parts";
import type { SourceTree } from "./source-tree";

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
/** Next's own: `(group)`, `[param]`, `[...rest]`, `[[...rest]]`, `@slot`. */
const ROUTE_SEGMENT = /^(?:\([a-z0-9-]+\)|\[{1,2}(?:\.\.\.)?[a-zA-Z0-9]+\]{1,2}|@[a-z0-9-]+)$/;
const VAGUE = [
  "index",
  "util",
  "utils",
  "helper",
  "helpers",
  "type",
  "types",
  "constants",
  "service",
  "services",
  "hooks",
];

/** R7: kebab-case, and no meaningless name. */
export function badNames(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const path of tree.paths) {
    const inApp = path.startsWith("src/app/");
    for (const part of path.split("/")) {
      if (part.startsWith(".") || part.endsWith(".md")) continue;
      if (!KEBAB.test(part) && !(inApp && ROUTE_SEGMENT.test(part))) found.push(`${path}: "${part}" is not kebab-case`);
      if (path.startsWith("src/") && VAGUE.includes(part.split(".")[0] ?? "")) {
        found.push(`${path}: "${part}" says nothing`);
      }
    }
  }
  return found;
}

/** R7: a domain folder contains only its vocabulary, and always `schema` or `fields`, and `operations`. */
export function strangersInDomains(tree: SourceTree): string[] {
  const found: string[] = [];
  const nouns = new Set<string>();
  for (const path of tree.paths) {
    const place = modulePlace(path);
    if (!place) continue;
    if (place.domain === undefined) {
      if (place.rest !== "module.ts" && !isTest(path)) found.push(`${path}: a module has module.ts and domain folders`);
      continue;
    }
    const parts = place.rest.split("/");
    // A folder outside the vocabulary is a sub-noun, with the same vocabulary.
    const depth = parts.findIndex((part, index) => index === parts.length - 1 || PART_FOLDERS.includes(part));
    const [head = "", ...tail] = parts.slice(depth);
    const folder = [place.module, place.room ?? [], place.domain, parts.slice(0, depth)].flat().join("/");
    const noun = `src/modules/${folder}`;
    if (depth > 1) found.push(`${path}: a sub-noun has no sub-nouns of its own`);
    if (isTest(path)) continue;
    nouns.add(noun);
    const known = tail.length > 0 ? inFolder(head, tail) : isPartFile(head);
    if (!known) found.push(`${path}: not in the vocabulary of a domain folder`);
  }
  for (const noun of nouns) {
    const has = (name: string) =>
      tree.paths.some((path) => path === `${noun}/${name}.ts` || path.startsWith(`${noun}/${name}/`));
    const isScreens = !tree.paths.some(
      (path) => path.startsWith(`${noun}/`) && !path.startsWith(`${noun}/components/`),
    );
    // Sub-nouns of a declared noun read its fields.
    const isDeclared = has("fields") || tree.paths.includes(`${noun.replace(/\/[^/]+$/, "")}/fields.ts`);
    if (!isScreens && !has("schema") && !isDeclared) found.push(`${noun}: lacks schema.ts`);
    if (!isScreens && !has("operations")) found.push(`${noun}: lacks operations.ts`);
    if (tree.files.has(`${noun}/operations.ts`) && tree.paths.some((path) => path.startsWith(`${noun}/operations/`))) {
      found.push(`${noun}: has operations.ts and operations/, one of them is enough`);
    }
  }
  return found;
}

function isPartFile(name: string): boolean {
  const part = name.replace(/\.tsx?$/, "");
  return part in PARTS && part !== "emails" && part !== "components";
}

function inFolder(folder: string, tail: string[]): boolean {
  const extension = /\.[a-z]+$/.exec(tail.at(-1) ?? "")?.[0];
  if (folder === "operations") return tail.length === 1 && extension === ".ts";
  return extension === ".tsx" || extension === ".ts";
}

/** R7: each `.prisma` file below models is named as one domain folder. */
export function strayPrismaFiles(tree: SourceTree): string[] {
  const domains = new Set(tree.paths.map((path) => modulePlace(path)?.domain));
  return tree.paths
    .filter((path) => path.startsWith("prisma/models/"))
    .filter((path) => !domains.has(/^prisma\/models\/([^/]+)\.prisma$/.exec(path)?.[1] ?? ""))
    .map((path) => `${path}: no domain folder has this name`);
}
