import { expect, test } from "vitest";
import { placesIn } from "./board-words";

test("a place is told of all cards of a column, also of those that are not loaded", () => {
  expect(placesIn({ loaded: 31, inAll: 194, isOwn: true })).toBe(194);
  expect(placesIn({ loaded: 32, inAll: 194, isOwn: false })).toBe(195);
  expect(placesIn({ loaded: 0, inAll: 4238, isOwn: false })).toBe(4239);
});

test("the cards are counted until the server's count arrives", () => {
  expect(placesIn({ loaded: 3, inAll: 2, isOwn: false })).toBe(4);
  expect(placesIn({ loaded: 0, inAll: 0, isOwn: false })).toBe(1);
});
