import { validate, version } from "uuid";
import { expect, test } from "vitest";
import { newId } from "./new-id";

test("ids are of version 7, each another, in the order in which they were made", () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test("the random part of an id says nothing of the next one's", () => {
  const tails = Array.from({ length: 1000 }, () => newId().slice(-11));
  expect(new Set(tails).size).toBe(tails.length);
});
