import { groupBy } from "@/lib/group-by";
import { modulesBelow as below, type ModuleGraph, modules, rooms } from "@/lib/modules";
import { nouns, settings } from "@/lib/nouns/all";
import type { Head } from "@/lib/nouns/noun-head";
import { circlesIn } from "./circles";
import { at } from "./directions";
import { isTest, modulePlace } from "./module-place";
import type { SourceTree } from "./source-tree";

/** The order inside a module: a noun may import those before it, settings first, in the order of the heads. */
const RANKS: Readonly<Record<string, Readonly<Record<string, number>>>> = ranksOf([
  ...Object.values<Head>(settings),
  ...Object.values<Head>(nouns),
]);

function ranksOf(heads: readonly Head[]) {
  const paths = groupBy(heads, ({ module }) => module);
  return Object.fromEntries(
    [...paths].map(([module, ofIt]) => [module, Object.fromEntries(ofIt.map(({ path }, place) => [path, place]))]),
  );
}

/** The parts that one domain shares with another (R3). */
const SHARED = /^(?:[^/]+\/)*(?:(?:fields|schema|rules|events|scope|operations)\.ts|operations\/[^/]+\.ts)$/;
/** Screens that every noun has: nouns compose their pages of them. */
const SHARED_SCREEN = /^components\/(?:noun-[^/]+\.tsx|use-field-context\.ts)$/;
const SHARED_COMPONENT = /^(?:[^/]+\/)?components\/[^/]+-(?:picker|badge|link)\.tsx?$/;

/** R2: modules import what the graph has below them, and nouns of a module those before them. */
export function wrongModuleOrder(tree: SourceTree, graph: ModuleGraph = modules): string[] {
  const found: string[] = [];
  for (const { file, one, from, to } of importsBetweenModules(tree)) {
    if (from.module !== to.module && !below(graph, from.module).has(to.module)) {
      found.push(`${at(file, one)}: ${from.module} may not import ${to.module}`);
    }
    const ranks = from.module === to.module ? RANKS[from.module] : undefined;
    const [mine, theirs] = [ranks?.[from.domain ?? ""], ranks?.[to.domain ?? ""]];
    if (mine !== undefined && theirs !== undefined && theirs > mine) {
      found.push(`${at(file, one)}: ${from.domain} lies below ${to.domain}`);
    }
  }
  const places = [...tree.files.values()].flatMap(({ path }) => modulePlace(path) ?? []);
  for (const module of new Set(places.map((place) => place.module)))
    if (!Object.hasOwn(graph, module)) found.push(`src/modules/${module}: is not in lib/modules.ts`);
  const headless = places.filter(
    ({ module, domain }) => domain && RANKS[module] && RANKS[module][domain] === undefined,
  );
  for (const noun of new Set(headless.map(({ module, domain }) => `${module}/${domain}`)))
    found.push(`src/modules/${noun}: has no place in the order of its module, which its head gives`);
  return found;
}

/** R2: nouns of the platform lie in rooms, and a room imports those below it. */
export function wrongRooms(tree: SourceTree, graph: ModuleGraph = rooms): string[] {
  const places = [...tree.files.keys()].map((path) => ({ path, ...modulePlace(path) }));
  const outside = places
    .filter(({ module, room, domain }) => module === "platform" && room === undefined && domain !== undefined)
    .map(({ path }) => `${path}: is in none of the rooms of lib/modules.ts`);
  const upward = [...importsBetweenModules(tree)].flatMap(({ file, one, from, to }) =>
    from.room === undefined || to.room === undefined || from.room === to.room || below(graph, from.room).has(to.room)
      ? []
      : [`${at(file, one)}: ${from.room} may not import ${to.room}`],
  );
  return [...outside, ...upward];
}

/** R3: another domain's folder is closed, except for the shared parts of its vocabulary. */
export function closedDomainsOpened(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const { file, one, from, to } of importsBetweenModules(tree)) {
    if (from.module === to.module && (from.domain === to.domain || to.domain === undefined)) continue;
    if (to.domain !== undefined && (SHARED.test(to.rest) || SHARED_COMPONENT.test(to.rest))) continue;
    if (to.module === "platform" && to.domain === "records" && SHARED_SCREEN.test(to.rest)) continue;
    // Those screens are composed of platform's screens for any record.
    if (from.module === "platform" && from.domain === "records" && /^components\//.test(to.rest)) continue;
    found.push(
      `${at(file, one)}: not among fields, schema, rules, events, scope, operations, *-picker, *-badge, *-link`,
    );
  }
  return found;
}

/** R3: no cycle between domains, types included; each cycle is named once, with the imports that close it. */
export function domainCycles(tree: SourceTree): string[] {
  const edges = new Map<string, Map<string, string>>();
  for (const { file, one, from, to } of importsBetweenModules(tree)) {
    const [source, target] = [`${from.module}/${from.domain}`, `${to.module}/${to.domain}`];
    if (source === target || from.domain === undefined || to.domain === undefined) continue;
    const targets = edges.get(source) ?? new Map<string, string>();
    if (!targets.has(target)) targets.set(target, at(file, one));
    edges.set(source, targets);
  }
  return circlesIn(edges);
}

function* importsBetweenModules(tree: SourceTree) {
  for (const file of tree.files.values()) {
    const from = modulePlace(file.path);
    if (!from || isTest(file.path)) continue;
    for (const one of file.imports) {
      const to = one.target === undefined ? undefined : modulePlace(one.target);
      if (to) yield { file, one, from, to };
    }
  }
}
