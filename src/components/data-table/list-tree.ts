import type { TreeStep } from "./tree-moves";

/** The keys that move a row of a tree. */
const steps: Readonly<Record<string, TreeStep>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};

/** The move that a key with Alt makes; undefined for other keys. */
export const treeStep = ({ altKey, ctrlKey, metaKey, shiftKey, key }: KeyboardEvent): TreeStep | undefined =>
  altKey && !ctrlKey && !metaKey && !shiftKey ? steps[key] : undefined;

/** The place of a row in a tree. */
export interface TreePlace {
  /** 0 on the first level. */
  depth: number;
  /** The row above it; null on the first level. */
  aboveId: string | null;
  /** The number of rows right below it, once they are counted. */
  below: number;
  open: boolean;
}

/** A list that is drawn as a tree; its rows come in the order of the screen. */
export interface ListTree {
  places: ReadonlyMap<string, TreePlace>;
  onToggle(id: string): void;
  /** Keeps a row that is being moved as it is given here, where no answer has it. */
  hold(row: { id: string }): void;
  /** Leaves all rows to the answers again. */
  release(): void;
  /** Moves a row by a key; `focus` gives it the focus where it is drawn then. Undefined where rows are not moved. */
  onStep?(id: string, step: TreeStep, focus: () => void): void;
  /** The press on the grip of a row, which drags it. */
  onGrip?(id: string, event: PointerEvent): void;
}

/** The act of an arrow key on a row of a tree; null where it moves through the cells as in any list. */
export function treeKey(tree: ListTree, id: string, by: 1 | -1): "toggle" | { to: string } | null {
  const place = tree.places.get(id);
  if (!place) return null;
  if (by === 1) return place.below > 0 && !place.open ? "toggle" : null;
  if (place.open) return "toggle";
  return place.aboveId === null ? null : { to: place.aboveId };
}

interface Shape<Row> {
  /** The id of the row above. */
  above(row: Row): string | null;
  open: ReadonlySet<string>;
}

export interface TreeRow<Row> {
  row: Row;
  depth: number;
  aboveId: string | null;
}

/**
 * The rows of a tree as they are shown: each open row is followed by those below it, in the order in which they came. A
 * row whose upper row did not come stands on the first level.
 */
export function treeOrder<Row extends { id: string }>(
  rows: readonly Row[],
  { above, open }: Shape<Row>,
): TreeRow<Row>[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  const below = new Map<string | null, Row[]>();
  for (const row of known.values()) {
    const aboveId = above(row);
    const at = aboveId !== null && known.has(aboveId) ? aboveId : null;
    const siblings = below.get(at);
    if (siblings) siblings.push(row);
    else below.set(at, [row]);
  }
  const shown: TreeRow<Row>[] = [];
  // Without recursion: a tree of a file may be deep. The next row is the last one.
  const left = (below.get(null) ?? []).map((row) => ({ row, depth: 0, aboveId: null as string | null })).reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    shown.push(next);
    const { id } = next.row;
    if (!open.has(id)) continue;
    const depth = next.depth + 1;
    for (const row of (below.get(id) ?? []).toReversed()) left.push({ row, depth, aboveId: id });
  }
  return shown;
}
