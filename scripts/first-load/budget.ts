import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSourceTree, readSourceTexts } from "@/test/structure/source-tree";
import { firstLoadBytes } from "./bytes";
import { type Reached, reachedFrom } from "./reach";

/**
 * The most that each route may load at first, in kB gzipped, with the folder of its page below `src/app`. Pages of a workspace
 * load 15 kB more for live updates once they are drawn.
 */
const BUDGETS: Readonly<Record<string, { page: string; kB: number }>> = {
  "sign-in": { page: "(signing-in)/sign-in", kB: 200 },
  list: { page: "(app)/[workspace]/accounts", kB: 360 },
  "list of products": { page: "(app)/[workspace]/[noun]", kB: 360 },
  "list of opportunities": { page: "(app)/[workspace]/opportunities/list", kB: 392 },
  board: { page: "(app)/[workspace]/opportunities", kB: 385 },
  settings: { page: "(app)/[workspace]/settings/profile", kB: 300 },
  inbox: { page: "(app)/[workspace]/inbox", kB: 295 },
};

/** The record of an earlier build. */
interface Known {
  /** Bytes, by route. */
  routes: Readonly<Record<string, number>>;
  /** For each file or package its bytes of source, and the routes that load it: "912: list, board". */
  loaded: Readonly<Record<string, string>>;
}
const RECORD = "scripts/first-load/record.json";
/** The most lines of an explanation. */
const SHOWN = 12;

/** The figures of each route, and the problem of each that is over its budget. */
export async function checkBudgets(build: string, root = "."): Promise<{ figures: string[]; problems: string[] }> {
  const known = JSON.parse(await readFile(join(root, RECORD), "utf8")) as Known;
  const tree = parseSourceTree(readSourceTexts(root));
  const figures: string[] = [];
  const problems: string[] = [];
  for (const [route, { page, kB }] of Object.entries(BUDGETS)) {
    const bytes = await firstLoadBytes(build, page);
    figures.push(`${route.padEnd(22)}${(bytes / 1000).toFixed(1)} of ${kB} kB`);
    if (bytes <= kB * 1000) continue;
    const grown = grownSince(loadedBy(known, route), reachedFrom(tree, page));
    const was = ((known.routes[route] ?? 0) / 1000).toFixed(1);
    problems.push(
      [
        `${route} loads ${(bytes / 1000).toFixed(1)} kB of JavaScript at first; its budget is ${kB} kB, recorded are ${was} kB.`,
        ...(grown.length > 0 ? ["  More than in the record:"] : ["  No import is new: a package has grown."]),
        ...grown.slice(0, SHOWN),
      ].join("\n"),
    );
  }
  return { figures, problems };
}

/** The sizes of what a route loaded by the record; packages have none. */
function loadedBy({ loaded }: Known, route: string): Record<string, number> {
  const sizes = Object.entries(loaded).flatMap(([name, text]) => {
    const [bytes = "", routes = ""] = text.split(": ");
    return routes.split(", ").includes(route) ? [[name, Number(bytes)] as const] : [];
  });
  return Object.fromEntries(sizes);
}

/** One line for each file or package that is new or larger, the largest first, with the imports that lead to it. */
export function grownSince(known: Readonly<Record<string, number>>, now: ReadonlyMap<string, Reached>) {
  return [...now]
    .flatMap(([name, { bytes, chain }]) => {
      const more = bytes === null ? packageGrowth(name in known) : bytes - (known[name] ?? 0);
      return more > 0 ? [{ name, bytes, more, chain }] : [];
    })
    .sort((one, other) => other.more - one.more)
    .map(({ name, bytes, more, chain }) => {
      const size = bytes === null ? "a package" : `${more} bytes of source`;
      return `  ${name}: ${size}, by ${chain.join(" → ")}`;
    });
}

/** Packages that are new come first. */
const packageGrowth = (isKnown: boolean): number => (isKnown ? 0 : Number.POSITIVE_INFINITY);

/** Writes what the routes load in this build, for later comparisons. */
export async function recordFirstLoad(build: string, root = "."): Promise<void> {
  const tree = parseSourceTree(readSourceTexts(root));
  const routes: Record<string, number> = {};
  const loaded = new Map<string, { bytes: number; routes: string[] }>();
  for (const [route, { page }] of Object.entries(BUDGETS)) {
    routes[route] = await firstLoadBytes(build, page);
    for (const [name, { bytes }] of reachedFrom(tree, page)) {
      const others = loaded.get(name)?.routes ?? [];
      loaded.set(name, { bytes: bytes ?? 0, routes: [...others, route] });
    }
  }
  const lines = [...loaded].map(([name, one]) => [name, `${one.bytes}: ${one.routes.join(", ")}`] as const);
  const sorted = lines.sort(([one], [other]) => (one < other ? -1 : 1));
  await writeFile(join(root, RECORD), `${JSON.stringify({ routes, loaded: Object.fromEntries(sorted) }, null, 2)}\n`);
}
