import { parseSync } from "oxc-parser";
import type { SourceFile } from "./source-tree";

/** One node of a syntax tree, with whatever fields its type has. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
export const childrenIn = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);
export const childrenOf = (node: Node): Node[] => Object.values(node).flatMap(childrenIn);

/** Visits every node of a file with those that it stands in, the nearest first. */
export function visitNodes({ path, code }: SourceFile, visit: (node: Node, parents: readonly Node[]) => void): void {
  const walk = (node: Node, parents: readonly Node[]) => {
    visit(node, parents);
    for (const child of childrenOf(node)) walk(child, [node, ...parents]);
  };
  walk(parseSync(path, code).program as unknown as Node, []);
}

/** The line of the file that a position lies in. */
export const lineOf = ({ code }: SourceFile, position: number): number => code.slice(0, position).split("\n").length;
