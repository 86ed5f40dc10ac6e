import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { What, Who } from "./sentence-parts";
import { Timeline } from "./timeline";

const entry = { id: "moved", at: new Date("2026-11-20T09:00:00Z"), icon: null, sentence: "Ann moved Bridge" };
const calm = { isPending: false, isFetching: false, isFetchingNextPage: false, hasNextPage: false };
const query = { ...calm, refetch: async () => undefined, fetchNextPage: async () => undefined };

function shown(entries: (typeof entry)[], isFetchNextPageError: boolean): string {
  const error = new TypeError("fetch failed");
  const failed = "The timeline could not be loaded";
  return markupOf(
    <Timeline label="Timeline" failed={failed} entries={entries} query={{ ...query, error, isFetchNextPageError }} />,
  );
}

test("a timeline that did not come is told in its place; one that is there stays, and says only that more did not come", () => {
  expect(shown([], false)).toContain("The timeline could not be loaded");
  expect(shown([entry], false)).toContain("Ann moved Bridge");
  expect(shown([entry], false)).not.toContain("could not be loaded");
  expect(shown([entry], true)).toContain("More rows could not be loaded.");
});

test("a name that is written from the right stands apart from the words and numbers around it", () => {
  const sentence = (
    <>
      <Who>אבג</Who> changed <What>דה</What>
    </>
  );
  expect(markupOf(sentence)).toMatch(/^<bdi[^>]*>אבג<\/bdi> changed <bdi[^>]*>דה<\/bdi>$/);
});
