import { at } from "./directions";
import type { SourceTree } from "./source-tree";

/** From each name to those that it needs, with the place of the import. */
export type Edges = Map<string, Map<string, string>>;

/** No file reaches itself through its imports, types included: a shared type lies in a file below both. */
export function circlesOfImports(tree: SourceTree): string[] {
  const edges: Edges = new Map();
  for (const file of tree.files.values()) {
    const known = file.imports.flatMap((one) =>
      one.target !== undefined && tree.files.has(one.target) ? [[one.target, at(file, one)] as const] : [],
    );
    edges.set(file.path, new Map(known));
  }
  return circlesIn(edges);
}

/** Each circle once, from its alphabetically first name, with the places that close it. */
export function circlesIn(edges: Edges): string[] {
  const found: string[] = [];
  for (const start of [...edges.keys()].sort()) {
    const circle = shortestWayBack(start, edges);
    if (!circle || [...circle].sort()[0] !== start) continue;
    const steps = circle.map((name, index) => edges.get(name)?.get(circle[index + 1] ?? start));
    found.push(`${[...circle, start].join(" → ")}: ${steps.join(", ")}`);
  }
  return found;
}

function shortestWayBack(start: string, edges: Edges): string[] | undefined {
  const seen = new Set<string>();
  let ways = [[start]];
  while (ways.length > 0) {
    const longer: string[][] = [];
    for (const way of ways) {
      for (const next of edges.get(way.at(-1) ?? start)?.keys() ?? []) {
        if (next === start) return way;
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return undefined;
}
