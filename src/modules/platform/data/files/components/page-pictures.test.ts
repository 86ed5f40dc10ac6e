import { expect, test } from "vitest";
import { PictureBook } from "@/components/ui/pictures";
import { newBatches } from "./page-pictures";

function wanted(...list: [entity: string, id: string][]) {
  const book = new PictureBook();
  for (const [entity, id] of list) book.want({ entity, id });
  return book.wanted();
}

test("the marks of a page are asked for once, by kind", () => {
  const first = newBatches(wanted(["member", "m1"], ["account", "a1"], ["member", "m2"], ["member", "m1"]), []);
  expect(first).toEqual([
    { entity: "member", ids: ["m1", "m2"] },
    { entity: "account", ids: ["a1"] },
  ]);
  expect(newBatches(wanted(["member", "m1"], ["account", "a1"]), first)).toEqual([]);
  expect(newBatches(wanted(["member", "m3"]), first)).toEqual([{ entity: "member", ids: ["m3"] }]);
});

test("a request asks for at most 200, and for no kind without pictures", () => {
  const many = Array.from({ length: 201 }, (_, place): [string, string] => ["contact", `c${place}`]);
  expect(newBatches(wanted(...many, ["tag", "t1"]), []).map(({ ids }) => ids.length)).toEqual([200, 1]);
});

test("marks hear of new pictures, and of those that were removed", () => {
  const book = new PictureBook();
  const mark = { entity: "account", id: "a1" };
  let heard = 0;
  const leave = book.subscribe(() => {
    heard += 1;
  });
  book.show([{ ...mark, address: "/logo" }]);
  expect([book.addressOf(mark), heard]).toEqual(["/logo", 1]);
  expect(book.addressOf({ entity: "member", id: "a1" })).toBeUndefined();
  book.show([]);
  expect([book.addressOf(mark), heard]).toEqual([undefined, 2]);
  leave();
  book.want(mark);
  expect(heard).toBe(2);
});
