import { getQueryKey } from "@trpc/react-query";
import { expect, test } from "vitest";
import { wordsOnceAnswered, wordsUnanswered } from "@/test/unanswered";
import { api } from "@/trpc/react";
import { openDealsRequest } from "./deals-request";
import { OpenDeals } from "./open-deals";

const section = <OpenDeals accountId="account" allHref="/all" />;
const asked = getQueryKey(api.opportunities.list, openDealsRequest("account"), "query");

test("open deals that did not come are told in their place, with another try", () => {
  const told =
    "The open deals could not be loaded. The server could not be reached. Check your connection and try again.";
  expect(wordsUnanswered(section, asked)).toBe(`Open deals ${told} Try again`);
});

test("those that came stay as they are while they cannot be asked for again", () => {
  const row = { id: "deal", name: "Bridge", stageId: "lead", expectedCloseDate: null, amount: null };
  expect(wordsOnceAnswered(section, asked, { rows: [row], total: 1, nextCursor: null })).toBe("Open deals 1 Bridge –");
});
