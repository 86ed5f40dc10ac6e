import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { nextPage } from "./next-page";

/** A list of one row a page, whose rows contain the number of the request; each answer arrives when it is released. */
function list() {
  const client = new QueryClient();
  const held: (() => void)[] = [];
  const times = new Map<number, number>();
  const query = new InfiniteQueryObserver(client, {
    queryKey: ["list"],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => {
      times.set(pageParam, (times.get(pageParam) ?? 0) + 1);
      const row = `row ${pageParam}, answer ${times.get(pageParam)}`;
      return new Promise<string>((answer) => held.push(() => answer(row)));
    },
    getNextPageParam: (_page, all) => all.length,
  });
  query.subscribe(() => undefined);
  return {
    query,
    rows: () => query.getCurrentResult().data?.pages,
    answer: async () => {
      await expect.poll(() => held.length).toBe(1);
      held.shift()?.();
    },
  };
}

test("a next page that is wanted while all is asked for anew comes after that, and ends it not", async () => {
  const { query, rows, answer } = list();
  await answer();
  await expect.poll(rows).toEqual(["row 0, answer 1"]);
  void query.refetch();
  const next = nextPage(query.getCurrentResult());
  await answer();
  await answer();
  await next;
  expect(rows()).toEqual(["row 0, answer 2", "row 1, answer 1"]);
});

test("two who want the next page at once get one", async () => {
  const { query, rows, answer } = list();
  await answer();
  await expect.poll(rows).toEqual(["row 0, answer 1"]);
  const drawn = query.getCurrentResult();
  const both = [nextPage(drawn), nextPage(drawn)];
  await answer();
  await Promise.all(both);
  expect(rows()).toEqual(["row 0, answer 1", "row 1, answer 1"]);
});
