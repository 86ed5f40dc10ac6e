import { expect, test } from "vitest";
import { declared } from "@/modules/crm/opportunities/fields";
import { api, markupOf } from "@/test/part";
import { useNounCache } from "./noun-client";
import { makeQueryClient } from "./query-client";

test("an edit asks again for a short list in a panel, and not for a list whose rows it changed itself", async () => {
  const client = makeQueryClient();
  const panel = api.opportunities.list.queryKey({ limit: 5 });
  const totals = api.opportunities.accountTotals.queryKey({ id: "account" });
  const { queryKey: list } = api.opportunities.list.infiniteQueryOptions({}, { getNextPageParam: () => null });
  const board = [...api.opportunities.list.pathKey(), { type: "board", input: {} }];
  client.setQueryData(panel, { rows: [], total: 0, nextCursor: null });
  for (const key of [totals, list, board]) client.setQueryData(key as never, { pages: [], pageParams: [] } as never);
  let after = async (): Promise<unknown> => undefined;
  markupOf(<Edited onAfter={(refresh) => (after = refresh)} />, client);
  await after();
  const isOutdated = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
  expect([panel, totals, list, board].map(isOutdated)).toEqual([true, true, false, false]);
});

function Edited({ onAfter }: { onAfter(refresh: () => Promise<unknown>): void }) {
  onAfter(useNounCache(declared).refreshAround);
  return null;
}
