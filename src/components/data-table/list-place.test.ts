import { expect, test } from "vitest";
import { placeIn, rememberRows } from "./list-place";

test("a record has its place and its neighbours in the list that was shown last", () => {
  rememberRows("/one/contacts", { ids: ["a", "b", "c"], total: 212 });
  expect(placeIn("/one/contacts", "a")).toEqual({ place: 1, total: 212, previous: undefined, next: "b" });
  expect(placeIn("/one/contacts", "b")).toEqual({ place: 2, total: 212, previous: "a", next: "c" });
  rememberRows("/one/contacts", { ids: ["c"], total: 1 });
  expect(placeIn("/one/contacts", "c")).toEqual({ place: 1, total: 1, previous: undefined, next: undefined });
});

test("a record has no place in a list that did not show it", () => {
  rememberRows("/one/accounts", { ids: ["a"], total: 1 });
  for (const [address, id] of [
    ["/one/accounts", "b"],
    ["/two/accounts", "a"],
  ] as const)
    expect(placeIn(address, id)).toBeNull();
});
