import { expect, test } from "vitest";
import { cardsByValue, orderBy } from "./board-cards";

interface Card {
  id: string;
  stage: string;
  size: number | null;
}
const card = (id: string, stage: string, size: number | null = null): Card => ({ id, stage, size });
const bySize = orderBy<Card>(({ size }) => size, "asc");
const page = (columnId: string, ...rows: Card[]) => ({ columnId, rows, nextCursor: null });
const placed = (...pages: ReturnType<typeof page>[]) =>
  Object.entries(cardsByValue(pages, ({ stage }) => stage, bySize)).map(
    ([column, cards]) => `${column}: ${cards.map(({ id }) => id).join(" ")}`,
  );

test("a card stands where its present value belongs, at the place that the order gives it", () => {
  expect(
    placed(
      page("new", card("a", "new", 1), card("b", "old", 4)),
      page("old", card("c", "old", 3), card("d", "old", 5)),
    ),
  ).toEqual(["new: a", "old: c b d"]);
});

test("cards that nobody edited keep the server's order", () => {
  expect(placed(page("old", card("c", "old", 9), card("d", "old", 1)))).toEqual(["old: c d"]);
});

test("a card that both answers hold is shown once", () => {
  const moved = card("b", "old", 4);
  expect(placed(page("new", moved), page("old", card("c", "old", 3), moved))).toEqual(["new: ", "old: c b"]);
});

test("a card of a column that the board lacks is not shown", () => {
  expect(placed(page("new", card("a", "elsewhere")))).toEqual(["new: "]);
});

test("unknown values come last in both directions", () => {
  const cards = [card("none", "new"), card("one", "new", 1), card("two", "new", 2)];
  const sorted = (direction: "asc" | "desc") =>
    cards.toSorted(orderBy<Card>(({ size }) => size, direction)).map(({ id }) => id);
  expect(sorted("asc")).toEqual(["one", "two", "none"]);
  expect(sorted("desc")).toEqual(["two", "one", "none"]);
});
