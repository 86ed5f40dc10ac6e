import { parseSync } from "oxc-parser";
import type { SourceFile } from "./source-tree";

/** One node of a syntax tree, with the fields of its type. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
export const childrenIn = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);

/** Receives a node, its parent and its grandparent; returning false skips the children. */
type Visit = (node: Node, parent?: Node, above?: Node) => boolean | undefined;

/** Visits the nodes of a file from the outside in. */
export function visitNodes({ path, code }: SourceFile, visit: Visit): void {
  const walk = (node: Node, parent?: Node, above?: Node) => {
    if (visit(node, parent, above) === false) return;
    for (const key in node) visitIn(node[key], node, parent);
  };
  // The whole tree has millions of nodes: lists of children are not made anew for each.
  const visitIn = (value: unknown, node: Node, parent?: Node) => {
    if (Array.isArray(value)) for (const one of value) visitIn(one, node, parent);
    else if (isNode(value)) walk(value, node, parent);
  };
  walk(parseSync(path, code).program as unknown as Node);
}

/** The line of the file that a position lies in. */
export const lineOf = ({ code }: SourceFile, position: number): number => code.slice(0, position).split("\n").length;
