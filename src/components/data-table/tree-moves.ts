/** A row of a tree as it is shown. */
export interface TreeItem {
  id: string;
  depth: number;
  aboveId: string | null;
  /** Rows below it are not shown. */
  closed: boolean;
  /** Rows keep to those of the same record: tasks to their project. Null where there is no such record. */
  within: string | null;
}

/** A place in a tree: below a row or at the top, and after a sibling: null is the first place, none given the last. */
export interface TreeTarget {
  parentId: string | null;
  afterId?: string | null;
}

/** Among the siblings, or a level deeper or higher. */
export type TreeStep = "up" | "down" | "in" | "out";

const siblingsOf = (items: readonly TreeItem[], { aboveId, within }: TreeItem): TreeItem[] =>
  items.filter((item) => item.aboveId === aboveId && item.within === within);

/** The place to which a key moves a row; null where there is none. */
export function targetOfStep(items: readonly TreeItem[], id: string, step: TreeStep): TreeTarget | null {
  const item = items.find((one) => one.id === id);
  if (!item) return null;
  const siblings = siblingsOf(items, item);
  const at = siblings.indexOf(item);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  if (step === "up") return before ? { parentId: item.aboveId, afterId: siblings[at - 2]?.id ?? null } : null;
  if (step === "down") return after ? { parentId: item.aboveId, afterId: after.id } : null;
  if (step === "in") return before ? { parentId: before.id } : null;
  const above = items.find((one) => one.id === item.aboveId);
  return above ? { parentId: above.aboveId, afterId: above.id } : null;
}

/** The present place of a row, to which an undo brings it back. */
export function placeOf(items: readonly TreeItem[], id: string): TreeTarget | null {
  const item = items.find((one) => one.id === id);
  if (!item) return null;
  const siblings = siblingsOf(items, item);
  return { parentId: item.aboveId, afterId: siblings[siblings.indexOf(item) - 1]?.id ?? null };
}

/** The rows among which a row can be dropped: all but itself and those below it. */
export function withoutBranch(items: readonly TreeItem[], id: string): TreeItem[] {
  const from = items.findIndex((item) => item.id === id);
  const { depth = 0 } = items[from] ?? {};
  const next = items.findIndex((item, at) => at > from && item.depth <= depth);
  return [...items.slice(0, from), ...(next < 0 ? [] : items.slice(next))];
}

/**
 * The place of a row that is dropped before `rest[gap]`, as deep as the pointer says and the rows around it allow; null
 * where it is there already. `rest` are the rows without its own branch.
 */
export function targetOfDrop(
  items: readonly TreeItem[],
  id: string,
  { gap, depth }: { gap: number; depth: number },
): { target: TreeTarget; depth: number } | null {
  const rest = withoutBranch(items, id);
  const dropped = items.find((item) => item.id === id);
  const [before, next] = [rest[gap - 1], rest[gap]];
  const deep = Math.max(next?.depth ?? 0, Math.min(depth, before ? before.depth + 1 : 0));
  let above = before;
  while (above && above.depth >= deep) above = rest.find((item) => item.id === above?.aboveId);
  const parentId = above?.id ?? null;
  const sibling = rest
    .slice(0, gap)
    .findLast((item) => item.aboveId === parentId && item.depth === deep && item.within === dropped?.within);
  const target = above?.closed && above === before ? { parentId } : { parentId, afterId: sibling?.id ?? null };
  const now = placeOf(items, id);
  const isThere = now?.parentId === target.parentId && "afterId" in target && now.afterId === target.afterId;
  return isThere ? null : { target, depth: deep };
}
