import { crmNouns } from "@/lib/nouns/crm";
import { circlesIn } from "./circles";
import { at } from "./directions";
import { isTest, modulePlace } from "./module-place";
import type { SourceTree } from "./source-tree";

/** The modules that a module may import (R2); modules that are not named here are leaves on top of both. */
const BELOW: Record<string, string[]> = { platform: [], crm: ["platform"] };
const BELOW_A_LEAF = ["platform", "crm"];

/** The order inside crm: a noun may import those before it, in the order of the heads. Pipelines have no head yet. */
const CRM_RANK: Record<string, number> = {
  pipelines: 0,
  ...Object.fromEntries(Object.values(crmNouns).map(({ path }, place) => [path, place])),
};

/** The parts that one domain shares with another (R3). */
const SHARED = /^(?:[^/]+\/)*(?:(?:fields|schema|rules|events|scope|operations)\.ts|operations\/[^/]+\.ts)$/;
/** Screens that every noun has: nouns compose their pages of them. */
const SHARED_SCREEN = /^components\/(?:noun-[^/]+\.tsx|use-field-context\.ts)$/;
const SHARED_COMPONENT = /^(?:[^/]+\/)?components\/[^/]+-(?:picker|badge|link)\.tsx?$/;

/** R2: platform ← crm ← leaves, and the order of nouns inside crm. */
export function wrongModuleOrder(tree: SourceTree): string[] {
  const found: string[] = [];
  for (const { file, one, from, to } of importsBetweenModules(tree)) {
    const below = BELOW[from.module] ?? BELOW_A_LEAF;
    if (from.module !== to.module && !below.includes(to.module)) {
      found.push(`${at(file, one)}: ${from.module} may not import ${to.module}`);
    }
    if (from.module !== "crm" || to.module !== "crm") continue;
    const [mine, theirs] = [CRM_RANK[from.domain ?? ""], CRM_RANK[to.domain ?? ""]];
    if (mine !== undefined && theirs !== undefined && theirs > mine) {
      found.push(`${at(file, one)}: ${from.domain} lies below ${to.domain}`);
    }
  }
  const nouns = [...tree.files.values()]
    .map(({ path }) => modulePlace(path))
    .filter((place) => place?.module === "crm");
  for (const domain of new Set(nouns.flatMap((place) => place?.domain ?? [])))
    if (CRM_RANK[domain] === undefined) found.push(`src/modules/crm/${domain}: has no place in the order of crm`);
  return found;
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
