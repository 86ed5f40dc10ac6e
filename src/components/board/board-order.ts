/** Cards of a board by the id of their column, in the order they are shown. */
export type BoardCards<C> = Readonly<Record<string, readonly C[]>>;

/** The drop position of a dragged card: the index counts only the column's other cards. */
export interface DropPlace {
  columnId: string;
  index: number;
}

/** A finished move: the card now follows `after` and precedes `before`, if set. */
export interface BoardMove {
  cardId: string;
  from: string;
  to: string;
  before?: string;
  after?: string;
  /** In columns with a fixed sort, the position that the sort gives it. */
  place?: number;
}

type IdOf<C> = (card: C) => string;

/** The column and index of a card, or null when the board does not contain it. */
export function findCard<C>(cards: BoardCards<C>, idOf: IdOf<C>, cardId: string): DropPlace | null {
  for (const [columnId, list] of Object.entries(cards)) {
    const index = list.findIndex((card) => idOf(card) === cardId);
    if (index >= 0) return { columnId, index };
  }
  return null;
}

/** The move of a drop; null when the card stays where it was. In columns with a fixed sort it names no neighbours. */
export function moveTo<C>(
  cards: BoardCards<C>,
  idOf: IdOf<C>,
  cardId: string,
  place: DropPlace,
  byHand: boolean,
): BoardMove | null {
  const start = findCard(cards, idOf, cardId);
  if (!start) return null;
  const same = start.columnId === place.columnId;
  if (same && (!byHand || start.index === place.index)) return null;
  const move: BoardMove = { cardId, from: start.columnId, to: place.columnId };
  if (!byHand) return { ...move, place: place.index };
  const others = (cards[place.columnId] ?? []).filter((card) => idOf(card) !== cardId);
  const after = others[place.index - 1];
  const before = others[place.index];
  return { ...move, ...(before ? { before: idOf(before) } : {}), ...(after ? { after: idOf(after) } : {}) };
}

/** The cards after a move. Applying it twice changes nothing more. */
export function applyMove<C>(cards: BoardCards<C>, idOf: IdOf<C>, move: BoardMove): BoardCards<C> {
  const start = findCard(cards, idOf, move.cardId);
  const card = start && cards[start.columnId]?.[start.index];
  if (!card) return cards;
  const target = (cards[move.to] ?? []).filter((other) => idOf(other) !== move.cardId);
  const index = landingIndex(target, idOf, move, start);
  return {
    ...cards,
    [start.columnId]: (cards[start.columnId] ?? []).filter((other) => idOf(other) !== move.cardId),
    [move.to]: [...target.slice(0, index), card, ...target.slice(index)],
  };
}

/** The position of a moved card: beside the neighbours that the move names, if they still exist. */
function landingIndex<C>(others: readonly C[], idOf: IdOf<C>, move: BoardMove, start: DropPlace): number {
  const before = others.findIndex((other) => idOf(other) === move.before);
  if (before >= 0) return before;
  const after = others.findIndex((other) => idOf(other) === move.after);
  if (after >= 0) return after + 1;
  const named = move.before !== undefined || move.after !== undefined;
  const stays = start.columnId === move.to && !named;
  return stays ? start.index : (move.place ?? 0);
}

/** The loaded cards of a column, and the cursor of the next ones; null when there are none. */
export interface Loaded<C> {
  rows: readonly C[];
  nextCursor: string | null;
}

/** Appends a page. A card that moved between the two answers may be in both: it is kept once. */
export function followedBy<C>(before: readonly C[], page: Loaded<C>, idOf: IdOf<C>): Loaded<C> {
  const known = new Set(before.map(idOf));
  return { rows: [...before, ...page.rows.filter((card) => !known.has(idOf(card)))], nextCursor: page.nextCursor };
}

/** A column loaded to a depth, or to its end. Without cards and cursor it is a collapsed one that was never loaded. */
export async function loadedTo<C>(
  depth: number,
  start: Loaded<C>,
  idOf: IdOf<C>,
  fetchPage: (cursor: string | null, limit: number) => Promise<Loaded<C>>,
): Promise<Loaded<C>> {
  let column = start;
  let whole = start.nextCursor === null && start.rows.length > 0;
  while (!whole && column.rows.length < depth) {
    const page = await fetchPage(column.nextCursor, Math.min(100, depth - column.rows.length));
    column = followedBy(column.rows, page, idOf);
    whole = page.nextCursor === null;
  }
  return column;
}

/** The position of a card in a sorted column: before the first card that must follow it. */
export function sortedIndex<C>(others: readonly C[], card: C, compare: (a: C, b: C) => number): number {
  const index = others.findIndex((other) => compare(card, other) < 0);
  return index < 0 ? others.length : index;
}

export type Arrow = "up" | "down" | "left" | "right";

/** The next position of a card that is moved with the arrow keys; the same position at an edge. */
export function stepPlace(
  place: DropPlace,
  arrow: Arrow,
  columnIds: readonly string[],
  countIn: (columnId: string) => number,
): DropPlace {
  if (arrow === "up") return { ...place, index: Math.max(0, place.index - 1) };
  if (arrow === "down") return { ...place, index: Math.min(countIn(place.columnId), place.index + 1) };
  const next = columnIds[columnIds.indexOf(place.columnId) + (arrow === "left" ? -1 : 1)];
  return next === undefined ? place : { columnId: next, index: Math.min(place.index, countIn(next)) };
}

/** A card's box on the y axis of its column's content, in px. */
export interface CardBox {
  start: number;
  size: number;
}

/** The open slot, which shifts the cards below it. */
export interface OpenSlot {
  /** Index of the first card that is shifted down. */
  at: number;
  /** Height of the slot and the gap. */
  space: number;
}

/**
 * The index at which a card at `y` would drop. The boxes are those without the slot, so the slot is subtracted from
 * `y`: a card held over its slot keeps it.
 */
export function dropIndex(boxes: readonly CardBox[], y: number, slot: OpenSlot | null): number {
  let at = y;
  if (slot) {
    const top = boxes[slot.at]?.start ?? endOf(boxes);
    if (y >= top && y < top + slot.space) return slot.at;
    if (y >= top + slot.space) at = y - slot.space;
  }
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = boxes[middle];
    if (box && box.start + box.size / 2 <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endOf(boxes: readonly CardBox[]): number {
  const last = boxes.at(-1);
  return last ? last.start + last.size : 0;
}

/** Converts between an index that counts all cards and one that omits the dragged card at `lifted`. */
export function withoutLifted(index: number, lifted: number | null): number {
  return lifted !== null && index > lifted ? index - 1 : index;
}

export function withLifted(index: number, lifted: number | null): number {
  return lifted !== null && index > lifted ? index + 1 : index;
}
