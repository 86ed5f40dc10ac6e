import { expect, test } from "vitest";
import { api } from "@/test/part";
import { wordsOnceAnswered, wordsUnanswered } from "@/test/unanswered";
import { OpenOpportunities } from "./open-opportunities";
import { openRequest } from "./related-requests";

const section = <OpenOpportunities accountId="account" />;
const asked = api.opportunities.list.queryKey(openRequest("account"));

test("open opportunities that did not come are told in their place, with another try", () => {
  const wanted =
    "The open opportunities could not be loaded. The server could not be reached. Check your connection and try again.";
  expect(wordsUnanswered(section, asked)).toBe(`Open opportunities ${wanted} Try again`);
});

test("those that came stay as they are while they cannot be asked for again", () => {
  const row = { id: "opportunity", name: "Bridge", stageId: "lead", expectedCloseDate: null, amount: null };
  expect(wordsOnceAnswered(section, asked, { rows: [row], total: 1, nextCursor: null })).toBe(
    "Open opportunities 1 Bridge –",
  );
});
