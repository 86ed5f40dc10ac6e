"use client";

import { keepPreviousData, type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ColumnPage } from "@/components/board/board-cards";
import { followedBy, loadedTo } from "@/components/board/board-order";

/** The loaded part of each column. Caches of records know this shape, so an edit shows on the board at once. */
export interface LoadedBoard<Row, About = undefined> {
  pages: readonly ColumnPage<Row>[];
  /** The rest of the answer. */
  about: About;
}
interface RowPage<Row> {
  rows: readonly Row[];
  nextCursor: string | null;
}
/** The request for a page of a column; without a cursor the first page, without a limit the usual number of rows. */
export interface ColumnPart {
  cursor?: string;
  limit?: number;
}

interface BoardRows<Row, About> {
  /** The query key of the list, so that edits and refreshes of the list reach the board too. */
  key: QueryKey;
  request: object;
  /** The columns, where they are not the same for every request; undefined while they are unknown. */
  columnIds?: readonly string[] | undefined;
  /** Loads the first cards of the columns; a column without a page is loaded when it is opened. */
  first(): Promise<LoadedBoard<Row, About>>;
  fetch(columnId: string, part: ColumnPart): Promise<RowPage<Row>>;
  /** The first cards in the page's HTML, and their time; null if it has none. */
  brought(): { data: LoadedBoard<Row, About>; at: number } | null;
}

const rowId = (row: { id: string }) => row.id;
const nobody: Readonly<Set<string>> = new Set();
const unopened = { rows: [], nextCursor: null };
const none: readonly never[] = [];

/** The rows of a board, each column paged by keyset. A refetch loads each column as far as it was loaded. */
export function useBoardRows<Row extends { id: string }, About = undefined>(options: BoardRows<Row, About>) {
  const { key, request, first, fetch, brought } = options;
  const client = useQueryClient();
  const { columnIds } = options;
  const queryKey = [...key, { type: "board", input: request, ...(columnIds ? { columnIds } : {}) }];
  const [loading, setLoading] = useState(nobody);
  /** The cursors whose page failed to load, by column: they wait until the member tries again. */
  const [failures, setFailures] = useState<Readonly<Record<string, string | undefined>>>({});
  const next = (columnId: string) => (cursor: string | null, limit: number) =>
    fetch(columnId, { ...(cursor ? { cursor } : {}), limit });

  const known = () => client.getQueryData<LoadedBoard<Row, About>>(queryKey)?.pages ?? none;

  const query = useQuery<LoadedBoard<Row, About>>({
    queryKey,
    enabled: !("columnIds" in options) || columnIds !== undefined,
    placeholderData: keepPreviousData,
    initialData: () => brought()?.data,
    initialDataUpdatedAt: () => brought()?.at,
    queryFn: async () => {
      const { pages, about } = await first();
      let loaded = pages;
      let before: readonly ColumnPage<Row>[];
      // Columns are opened and paged meanwhile, and the answer must have those cards too.
      do {
        before = known();
        loaded = await asDeepAs(before, loaded, next);
      } while (known() !== before);
      return { pages: loaded, about };
    },
  });
  const pages = query.data?.pages;
  // Read while rendering: a column that was opened during a refetch is drawn, and asks, again after it.
  const { isFetching } = query;
  const cursors = new Map(pages?.map(({ columnId, nextCursor }) => [columnId, nextCursor]));

  /** Loads the next page of a column; one request at a time, and none while the board is loaded anew. */
  async function more(columnId: string): Promise<void> {
    const cursor = cursors.get(columnId);
    const isLoading = isFetching || loading.has(columnId) || client.isFetching({ queryKey, exact: true }) > 0;
    if (cursor === null || isLoading) return;
    setLoading((now) => new Set([...now, columnId]));
    setFailures(({ [columnId]: _again, ...others }) => others);
    try {
      const page = await fetch(columnId, cursor ? { cursor } : {});
      const followed = (one: ColumnPage<Row>) =>
        one.columnId === columnId && one.nextCursor === cursor ? { ...one, ...followedBy(one.rows, page, rowId) } : one;
      const added = (now: LoadedBoard<Row, About>) =>
        cursor === undefined && now.pages.every((one) => one.columnId !== columnId)
          ? [...now.pages, { columnId, ...page }]
          : now.pages.map(followed);
      client.setQueryData<LoadedBoard<Row, About>>(queryKey, (now) => now && { ...now, pages: added(now) }, {
        updatedAt: query.dataUpdatedAt,
      });
    } catch {
      setFailures((now) => ({ ...now, [columnId]: cursor ?? "" }));
    } finally {
      setLoading((now) => new Set([...now].filter((other) => other !== columnId)));
    }
  }

  return {
    query,
    pages,
    more,
    /** Whether a column goes on, and how its next page comes. */
    stateOf: (columnId: string) => ({
      hasMore: cursors.get(columnId) !== null,
      loading: loading.has(columnId),
      failed: failures[columnId] !== undefined && failures[columnId] === (cursors.get(columnId) ?? ""),
    }),
  };
}

/** The columns of an answer, each loaded as far as before, with those that had cards and are not in the answer. */
function asDeepAs<Row extends { id: string }>(
  before: readonly ColumnPage<Row>[],
  answer: readonly ColumnPage<Row>[],
  next: (columnId: string) => (cursor: string | null, limit: number) => Promise<RowPage<Row>>,
): Promise<ColumnPage<Row>[]> {
  // A column that was empty has cards now, and is opened anew.
  const opened = before.filter(
    ({ columnId, rows }) => rows.length > 0 && answer.every((page) => page.columnId !== columnId),
  );
  const columns = [...answer, ...opened.map(({ columnId }) => ({ columnId, ...unopened }))];
  return Promise.all(
    columns.map(async ({ columnId, ...page }) => {
      const depth = before.find((one) => one.columnId === columnId)?.rows.length ?? 0;
      return { columnId, ...(await loadedTo(depth, page, rowId, next(columnId))) };
    }),
  );
}
