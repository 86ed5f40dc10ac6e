import type { DomainUse } from "./domains/schema";

/** Says that another account has the domain already; null when none has. */
export function domainUseText({ account, hidden }: DomainUse): string | null {
  if (account) return `${account.name} uses this domain already.`;
  return hidden ? "This domain is already in use." : null;
}

export type TreeLine = "on" | "branch" | "end" | "none";

/**
 * The lines in front of each row of a tree that is told root first, each branch below its parent: per level above, a
 * line that goes on, an elbow with the line going on or ending here, or nothing.
 */
export function treeLines(rows: readonly { depth: number }[]): TreeLine[][] {
  const lines: TreeLine[][] = [];
  // From below: whether another row of that level follows before a row above it.
  const follows: boolean[] = [];
  for (const { depth } of [...rows].reverse()) {
    const own = Array.from({ length: depth }, (_, at): TreeLine => {
      const level = at + 1;
      if (level === depth) return follows[level] ? "branch" : "end";
      return follows[level] ? "on" : "none";
    });
    lines.unshift(own);
    follows.length = Math.min(follows.length, depth + 1);
    follows[depth] = true;
  }
  return lines;
}
