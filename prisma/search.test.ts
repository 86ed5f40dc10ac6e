import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { declaredNouns } from "@/registry/nouns";
import { markOf } from "@/server/search/mark";
import { searchFile, searchSourcesSql } from "../scripts/search-sources";

test("search follows the searchable fields of all nouns", async () => {
  expect(readFileSync(searchFile, "utf8"), "run npm run db:search").toBe(await searchSourcesSql());
});

test.each(Object.values(declaredNouns).map(({ noun }) => noun))(
  "the fields of $entity have marks of their own",
  ({ fields }) => {
    const marks = Object.keys(fields).map(markOf);
    expect(new Set(marks).size).toBe(marks.length);
    expect(marks.every((mark) => mark.length === 5 && mark < " " && !mark.includes("\n"))).toBe(true);
  },
);
