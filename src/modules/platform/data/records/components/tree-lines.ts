export type TreeLine = "on" | "branch" | "end" | "none";

/**
 * Returns the lines in front of each row of a tree, given root first, each branch below its parent: for each level
 * above, a line that goes on, an elbow with the line going on or ending here, or nothing.
 */
export function treeLines(rows: readonly { depth: number }[]): TreeLine[][] {
  const lines: TreeLine[][] = [];
  // Read from below: whether another row of that level follows before a row of a higher level.
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
