import { expect, test } from "vitest";
import { nouns } from "./all";
import { viewsOf } from "./declared-views";

test("a list has all records, one's own, and what its noun declares, which may replace those", () => {
  const overdue = { key: "overdue", label: "Overdue", filter: {} };
  const labels = (views: Parameters<typeof viewsOf>[0]) => viewsOf(views).map(({ label }) => label);
  expect(labels({ head: nouns.account, views: [overdue] })).toEqual(["All accounts", "My accounts", "Overdue"]);
  const mine = { key: "mine", label: "Mine", filter: {} };
  expect(labels({ head: nouns.activity, views: [mine, overdue] })).toEqual(["All activities", "Mine", "Overdue"]);
  expect(labels({ head: nouns.product, views: [] })).toEqual(["All products"]);
});
