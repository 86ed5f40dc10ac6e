import { expect, test } from "vitest";
import { archivedTags, categoriesOf, recordsWith, tagGroups } from "./rules";
import type { TagRow } from "./schema";

const tag = (name: string, category: string | null = null, more: Partial<TagRow> = {}): TagRow => ({
  id: name,
  name,
  color: "red",
  category,
  archivedAt: null,
  version: 1,
  ...more,
});
const archivedAt = "2026-01-05T09:00:00.000Z";
const tags = [
  tag("Cold", "Mood"),
  tag("Fair"),
  tag("Hot", "mood "),
  tag("Lead", "Channel"),
  tag("Old", "Mood", { archivedAt }),
];
const named = (q = "") =>
  tagGroups(tags, q).map(({ category, tags: those }) => [category, those.map(({ name }) => name)]);

test("tags stand by their category whatever its case, those without one last, archived ones apart", () => {
  expect(named()).toEqual([
    ["Channel", ["Lead"]],
    ["Mood", ["Cold", "Hot"]],
    [null, ["Fair"]],
  ]);
  expect(archivedTags(tags).map(({ name }) => name)).toEqual(["Old"]);
  expect(categoriesOf(tags)).toHaveLength(2);
});

test("a search finds parts of names and categories", () => {
  expect(named("MOO")).toEqual([["Mood", ["Cold", "Hot"]]]);
  expect(named("fai")).toEqual([[null, ["Fair"]]]);
  expect(named("none")).toEqual([]);
  expect(archivedTags(tags, "lead")).toEqual([]);
});

test("the records of all objects count", () => {
  expect(recordsWith(tag("Hot"))).toBe(0);
  const usage = [
    { entity: "account", records: 3 },
    { entity: "contact", records: 4 },
  ];
  expect(recordsWith(tag("Hot", null, { usage }))).toBe(7);
});
