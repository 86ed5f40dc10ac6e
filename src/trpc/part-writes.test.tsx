import { expect, test } from "vitest";
import type { PartList } from "@/lib/nouns/parts";
import { contactParts } from "@/modules/crm/opportunities/contacts/fields";
import { declared } from "@/modules/crm/opportunities/fields";
import { lineParts } from "@/modules/crm/opportunities/lines/fields";
import { api, markupOf } from "@/test/part";
import { usePartWrites } from "./part-writes";
import { makeQueryClient } from "./query-client";

/** Whether lists of opportunities are asked for again once a part of one was written; the write itself fails here. */
async function isAskedAgain(list: PartList): Promise<boolean | undefined> {
  const client = makeQueryClient();
  const { queryKey } = api.opportunities.list.infiniteQueryOptions({}, { getNextPageParam: () => null });
  client.setQueryData(queryKey as never, { pages: [], pageParams: [] } as never);
  let add: ReturnType<typeof usePartWrites>["add"] | undefined;
  markupOf(<Writer list={list} onWrites={(writes) => (add = writes.add)} />, client);
  await expect(add?.({ id: "crane", version: 1 }, {})).rejects.toThrow();
  return client.getQueryState(queryKey)?.isInvalidated;
}

interface WriterProps {
  list: PartList;
  onWrites(writes: ReturnType<typeof usePartWrites>): void;
}
function Writer({ list, onWrites }: WriterProps) {
  onWrites(usePartWrites(declared, list));
  return null;
}

test("lists are asked again after a part is written from which values of the record follow, and only then", async () => {
  expect(await isAskedAgain(lineParts)).toBe(true);
  expect(await isAskedAgain(contactParts)).toBe(false);
});
