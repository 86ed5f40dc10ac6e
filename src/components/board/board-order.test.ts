import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyMove,
  type BoardCards,
  dropIndex,
  findCard,
  followedBy,
  type Loaded,
  loadedTo,
  moveTo,
  sortedIndex,
  stepPlace,
  withLifted,
  withoutLifted,
} from "@/components/board/board-order";

const idOf = (card: string) => card;
const cards: BoardCards<string> = { open: ["a", "b", "c"], won: ["x"], lost: [] };

describe("moveTo", () => {
  test("names both neighbours", () => {
    expect(moveTo(cards, idOf, "x", { columnId: "open", index: 1 }, true)).toEqual({
      cardId: "x",
      from: "won",
      to: "open",
      after: "a",
      before: "b",
    });
  });

  test("names one neighbour at the ends and none in an empty column", () => {
    expect(moveTo(cards, idOf, "c", { columnId: "open", index: 0 }, true)).toEqual({
      cardId: "c",
      from: "open",
      to: "open",
      before: "a",
    });
    expect(moveTo(cards, idOf, "a", { columnId: "open", index: 2 }, true)?.after).toBe("c");
    expect(moveTo(cards, idOf, "a", { columnId: "lost", index: 0 }, true)).toEqual({
      cardId: "a",
      from: "open",
      to: "lost",
    });
  });

  test("is nothing where the card lies already, or within a column that is sorted", () => {
    expect(moveTo(cards, idOf, "b", { columnId: "open", index: 1 }, true)).toBeNull();
    expect(moveTo(cards, idOf, "b", { columnId: "open", index: 0 }, false)).toBeNull();
    expect(moveTo(cards, idOf, "gone", { columnId: "open", index: 0 }, true)).toBeNull();
    expect(moveTo(cards, idOf, "b", { columnId: "won", index: 0 }, false)).toEqual({
      cardId: "b",
      from: "open",
      to: "won",
      place: 0,
    });
  });
});

test("a card falls to the place that a sorted column gives it", () => {
  const move = moveTo(cards, idOf, "x", { columnId: "open", index: 2 }, false);
  expect(move).toEqual({ cardId: "x", from: "won", to: "open", place: 2 });
  expect(move && applyMove(cards, idOf, move).open?.map(idOf)).toEqual(["a", "b", "x", "c"]);
});

test("any drop is made as it was asked, and making it twice changes nothing", () => {
  const board = fc.tuple(fc.nat(6), fc.nat(6)).map(
    ([n, m]): BoardCards<string> => ({
      left: Array.from({ length: n + 1 }, (_, i) => `l${i}`),
      right: Array.from({ length: m }, (_, i) => `r${i}`),
    }),
  );
  fc.assert(
    fc.property(board, fc.nat(), fc.boolean(), fc.nat(), (start, pick, toLeft, at) => {
      const all = [...(start.left ?? []), ...(start.right ?? [])];
      const cardId = all[pick % all.length] ?? "";
      const columnId = toLeft ? "left" : "right";
      const others = (start[columnId] ?? []).filter((card) => card !== cardId);
      const place = { columnId, index: at % (others.length + 1) };
      const move = moveTo(start, idOf, cardId, place, true);
      const done = move ? applyMove(start, idOf, move) : start;
      expect(findCard(done, idOf, cardId)).toEqual(place);
      expect([...(done.left ?? []), ...(done.right ?? [])].toSorted()).toEqual(all.toSorted());
      if (move) expect(applyMove(done, idOf, move)).toEqual(done);
    }),
  );
});

test("a move whose neighbours are gone goes to the top, an unknown card nowhere", () => {
  expect(applyMove(cards, idOf, { cardId: "x", from: "won", to: "open", before: "gone" }).open).toEqual([
    "x",
    "a",
    "b",
    "c",
  ]);
  expect(applyMove(cards, idOf, { cardId: "gone", from: "won", to: "open" })).toBe(cards);
});

test("sortedIndex keeps the order of equals", () => {
  const ascending = (a: number, b: number) => a - b;
  expect(sortedIndex([1, 3, 3, 5], 3, ascending)).toBe(3);
  expect(sortedIndex([], 3, ascending)).toBe(0);
});

test("stepPlace stays on the board", () => {
  const ids = ["open", "won", "lost"];
  const count = (id: string) => cards[id]?.length ?? 0;
  expect(stepPlace({ columnId: "open", index: 2 }, "right", ids, count)).toEqual({ columnId: "won", index: 1 });
  expect(stepPlace({ columnId: "lost", index: 0 }, "right", ids, count)).toEqual({ columnId: "lost", index: 0 });
  expect(stepPlace({ columnId: "open", index: 0 }, "up", ids, count)).toEqual({ columnId: "open", index: 0 });
  expect(stepPlace({ columnId: "won", index: 1 }, "down", ids, count)).toEqual({ columnId: "won", index: 1 });
});

describe("dropIndex", () => {
  const boxes = [0, 1, 2].map((i) => ({ start: 8 + i * 92, size: 86 }));

  test("the middle of a card decides", () => {
    expect([0, 50, 52, 142, 143, 999].map((y) => dropIndex(boxes, y, null))).toEqual([0, 0, 1, 1, 2, 3]);
    expect(dropIndex([], 40, null)).toBe(0);
  });

  test("a card over its slot keeps it, and the cards below count where they were", () => {
    const slot = { at: 1, space: 92 };
    expect(dropIndex(boxes, 100, slot)).toBe(1);
    expect(dropIndex(boxes, 191, slot)).toBe(1);
    expect(dropIndex(boxes, 240, slot)).toBe(2);
    expect(dropIndex(boxes, 20, slot)).toBe(0);
  });

  test("resting anywhere is stable: the answer's own slot gives the answer again", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 600 }), fc.nat(3), (y, at) => {
        const first = dropIndex(boxes, y, { at, space: 92 });
        const second = dropIndex(boxes, y, { at: first, space: 92 });
        expect(dropIndex(boxes, y, { at: second, space: 92 })).toBe(second);
      }),
    );
  });
});

test("indexes with and without the lifted card", () => {
  expect([0, 1, 2, 3].map((index) => withoutLifted(index, 1))).toEqual([0, 1, 1, 2]);
  expect([0, 1, 2].map((index) => withLifted(index, 1))).toEqual([0, 1, 3]);
  expect(withLifted(2, null)).toBe(2);
});

describe("a column loaded to a depth", () => {
  const all = ["a", "b", "c", "d", "e"];
  /** Pages of two as from a server whose cursor names the last card before it. */
  const server = (cards: readonly string[]) => {
    const requested: (string | null)[] = [];
    const fetchPage = async (cursor: string | null, limit: number): Promise<Loaded<string>> => {
      requested.push(cursor);
      const from = cursor === null ? 0 : cards.indexOf(cursor) + 1;
      const rows = cards.slice(from, from + Math.min(2, limit));
      return { rows, nextCursor: from + rows.length < cards.length ? (rows.at(-1) ?? null) : null };
    };
    return { requested, fetchPage };
  };

  test("goes on from its cursor, as far as it was before", async () => {
    const { requested, fetchPage } = server(all);
    expect(await loadedTo(4, { rows: ["a"], nextCursor: "a" }, idOf, fetchPage)).toEqual({
      rows: ["a", "b", "c", "d"],
      nextCursor: "d",
    });
    expect(requested).toEqual(["a", "c"]);
  });

  test("ends where the column ends, and asks for nothing of one that is whole", async () => {
    const { requested, fetchPage } = server(all);
    expect(await loadedTo(9, { rows: ["a", "b", "c"], nextCursor: "c" }, idOf, fetchPage)).toEqual({
      rows: all,
      nextCursor: null,
    });
    const whole = { rows: ["a", "b"], nextCursor: null };
    expect(await loadedTo(3, whole, idOf, fetchPage)).toEqual(whole);
    expect(requested).toEqual(["c"]);
  });

  test("begins at the start of a closed one, which comes without cards", async () => {
    const { requested, fetchPage } = server(["x", "y"]);
    const closed = { rows: [], nextCursor: null };
    expect(await loadedTo(1, closed, idOf, fetchPage)).toEqual({ rows: ["x"], nextCursor: "x" });
    expect(await loadedTo(2, closed, idOf, server([]).fetchPage)).toEqual(closed);
    expect(requested).toEqual([null]);
  });

  test("has a card once that moved from one page into the next", () => {
    expect(followedBy(["a", "b"], { rows: ["b", "c"], nextCursor: null }, idOf)).toEqual({
      rows: ["a", "b", "c"],
      nextCursor: null,
    });
  });
});
