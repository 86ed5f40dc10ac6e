import { at } from "./directions";
import { isTest, modulePlace } from "./module-place";
import type { SourceTree } from "./source-tree";

type Side = "both" | "server" | "client";

/** The vocabulary of a domain folder, with the side on which each part runs. */
export const PARTS: Record<string, Side> = {
  fields: "both",
  schema: "both",
  rules: "both",
  events: "both",
  catalog: "both",
  operations: "server",
  row: "server",
  rule: "server",
  scope: "server",
  router: "server",
  jobs: "server",
  bootstrap: "server",
  limits: "server",
  emails: "server",
  client: "client",
  components: "client",
};

/** Parts that are folders; `operations` may be a file instead. */
export const PART_FOLDERS = ["operations", "emails", "components"];

/** The part of a domain that a path below its folder belongs to: `stages/operations/move.ts` → `operations`. */
export function partOf(rest: string): string {
  const segments = rest.split("/");
  const folder = segments.slice(0, -1).find((segment) => PART_FOLDERS.includes(segment));
  return folder ?? (segments.at(-1) ?? "").replace(/\.[a-z]+$/, "");
}

/** Each part of a domain keeps to its side; types are erased and may cross. */
export function partsOnTheWrongSide(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const file of tree.files.values()) {
    const place = modulePlace(file.path);
    if (!place?.domain || isTest(file.path)) continue;
    const part = partOf(place.rest);
    const side = PARTS[part];
    if (!side) continue;
    for (const one of file.imports) {
      if (one.typeOnly || one.target === undefined) continue;
      const theirs = sideOf(one.target);
      const isMailPart = part === "emails" && one.target.startsWith("src/components/");
      const isWrong = side === "both" ? theirs !== "both" : theirs !== "both" && theirs !== side && !isMailPart;
      if (isWrong) found.push(`${at(file, one)}: ${part} runs on ${side === "both" ? "both sides" : `the ${side}`}`);
      if (part === "router" && !isForRouter(one.target)) {
        found.push(`${at(file, one)}: a router names operations and nothing else`);
      }
    }
  }
  return found;
}

function sideOf(target: string): Side {
  const place = modulePlace(target);
  if (place) return place.domain === undefined ? "server" : (PARTS[partOf(place.rest)] ?? "both");
  if (/^src\/(server\/|env\.ts)/.test(target)) return "server";
  return /^src\/(components|trpc)\//.test(target) ? "client" : "both";
}

function isForRouter(target: string): boolean {
  const place = modulePlace(target);
  return place ? ["operations", "router"].includes(partOf(place.rest)) : target === "src/server/trpc.ts";
}
