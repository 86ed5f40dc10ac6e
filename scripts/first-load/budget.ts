import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSourceTree, readSourceTexts } from "@/test/structure/source-tree";
import { firstLoadBytes } from "./bytes";
import { type Reached, reachedFrom } from "./reach";

/**
 * The most that each route may ever load at first, in kB gzipped, with the folder of its page below `src/app`. Pages of a
 * workspace load 15 kB more for live updates once they are drawn.
 */
const ROUTES: Readonly<Record<string, { page: string; most: number }>> = {
  "sign-in": { page: "(signing-in)/sign-in", most: 200 },
  list: { page: "(app)/[workspace]/accounts", most: 370 },
  "list of products": { page: "(app)/[workspace]/[noun]", most: 370 },
  "list of opportunities": { page: "(app)/[workspace]/opportunities/list", most: 374 },
  board: { page: "(app)/[workspace]/opportunities", most: 385 },
  account: { page: "(app)/[workspace]/accounts/[id]", most: 370 },
  record: { page: "(app)/[workspace]/[noun]/[id]", most: 370 },
  settings: { page: "(app)/[workspace]/settings/profile", most: 305 },
  inbox: { page: "(app)/[workspace]/inbox", most: 297 },
  home: { page: "(app)/[workspace]/home", most: 330 },
  today: { page: "(app)/[workspace]/today", most: 330 },
};
/** How much more than in the record a route may load: other files of a chunk change its size by a few bytes. */
const growth = 1.01;

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
  for (const [route, { page, most }] of Object.entries(ROUTES)) {
    const bytes = await firstLoadBytes(build, page);
    const budget = budgetOf(known.routes[route] ?? 0, most * 1000);
    figures.push(`${route.padEnd(22)}${inKb(bytes)} of ${inKb(budget)} kB`);
    if (bytes <= budget) continue;
    const grown = grownSince(loadedBy(known, route), reachedFrom(tree, page));
    problems.push(
      [
        `${route} loads ${inKb(bytes)} kB of JavaScript at first; its budget is ${inKb(budget)} kB, and never more than ${most} kB.`,
        "  If a page's first view needs it, record it: npm run budget -- --record. Else load it when it is shown (lazyPart).",
        ...(grown.length > 0 ? ["  More than in the record:"] : ["  No import is new: a package has grown."]),
        ...grown.slice(0, SHOWN),
      ].join("\n"),
    );
  }
  return { figures, problems };
}

/** The bytes that a route may load: a little more than recorded, and never more than `most`. */
export const budgetOf = (recorded: number, most: number): number => Math.min(recorded * growth, most);

const inKb = (bytes: number): string => (bytes / 1000).toFixed(1);

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
  for (const [route, { page }] of Object.entries(ROUTES)) {
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
