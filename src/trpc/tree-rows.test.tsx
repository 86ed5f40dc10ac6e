// @vitest-environment happy-dom

import { QueryClientProvider } from "@tanstack/react-query";
import { act, useLayoutEffect, useState } from "react";
import { expect, test } from "vitest";
import type { ListTree } from "@/components/data-table/list-tree";
import type { ListQuery } from "@/components/data-table/record-list";
import { mounted } from "@/test/mounted";
import { makeQueryClient } from "./query-client";
import { useTreeRows } from "./tree-rows";

interface Task {
  id: string;
  parent: { id: string } | null;
}
const blast: Task = { id: "blast", parent: null };
const load: Task = { id: "load", parent: null };

interface Shown {
  rows: Task[];
  request: { conditions?: [] };
}

interface Page {
  tree?: ListTree | undefined;
  set?: (shown: Shown) => void;
}

/** Draws the ids of the rows of a tree, whose first level and request `on` can set. */
function Rows({ on }: { on: Page }) {
  const [{ rows, request }, set] = useState<Shown>({ rows: [blast, load], request: {} });
  const first: ListQuery<Task> = {
    data: { pages: [{ rows, total: rows.length }] },
    error: null,
    isFetching: false,
    isFetchNextPageError: false,
    hasNextPage: false,
    refetch: async () => {},
    fetchNextPage: async () => {},
  };
  const { query, tree } = useTreeRows<Task>({
    field: "parent",
    key: ["tasks"],
    request,
    order: null,
    first,
    fetch: async () => ({ rows: [], total: 0, nextCursor: null }),
    count: () => ({ queryKey: ["counts"], queryFn: () => [] }),
  });
  // The test, which is outside of React.
  useLayoutEffect(() => {
    Object.assign(on, { tree, set });
  }, [on, tree]);
  return query.data?.pages.flatMap((page) => page.rows.map(({ id }) => id)).join(" ");
}

async function drawn() {
  const on: Page = {};
  const page = await mounted(
    <QueryClientProvider client={makeQueryClient()}>
      <Rows on={on} />
    </QueryClientProvider>,
  );
  return {
    page,
    show: (shown: Shown) => act(async () => on.set?.(shown)),
    hold: (row: Task) => act(async () => on.tree?.hold(row)),
    release: () => act(async () => on.tree?.release()),
  };
}

test("a row that is being moved stays while no answer has it, once, and goes when it is released", async () => {
  const { page, show, hold, release } = await drawn();
  await hold(load);
  expect(page.textContent).toBe("blast load");
  const request = {};
  await show({ rows: [blast], request });
  expect(page.textContent).toBe("blast load");
  await show({ rows: [blast, load], request });
  expect(page.textContent).toBe("blast load");
  await show({ rows: [blast], request });
  await release();
  expect(page.textContent).toBe("blast");
});

test("a list that asks for other rows keeps none of those before", async () => {
  const { page, show, hold } = await drawn();
  await hold(load);
  await show({ rows: [blast], request: { conditions: [] } });
  expect(page.textContent).toBe("blast");
});
