"use client";

import { keepPreviousData, type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ColumnPage } from "@/components/board/board-cards";
import { followedBy, loadedTo } from "@/components/board/board-order";

/** The loaded part of each column. Caches of records know this shape: an edit shows on the board at once. */
interface Loaded<Row> {
  pages: readonly ColumnPage<Row>[];
}
interface RowPage<Row> {
  rows: readonly Row[];
  nextCursor: string | null;
}
/** A page of a column; without a cursor the first one, without a limit as many rows as usual. */
export interface ColumnPart {
  cursor?: string;
  limit?: number;
}

interface BoardRows<Row, Column> {
  /** The list's key: edits and refreshes of the list reach the board too. */
  key: QueryKey;
  request: object;
  columns: readonly Column[];
  fetch(column: Column, part: ColumnPart): Promise<RowPage<Row>>;
  /** The first page of a column that the page has brought, and its time. */
  brought(column: Column): { data: RowPage<Row>; at: number } | null;
}

const rowId = (row: { id: string }) => row.id;
const nobody: ReadonlySet<string> = new Set();

/** The rows of a board, column by column, each by keyset. A refetch loads each column as far as it was loaded. */
export function useBoardRows<Row extends { id: string }, Column extends { id: string }>(
  options: BoardRows<Row, Column>,
) {
  const { key, request, columns, fetch, brought } = options;
  const client = useQueryClient();
  const queryKey = [...key, { type: "board", input: request }];
  const [loading, setLoading] = useState(nobody);
  /** The cursors whose page failed, by column: they wait until the member tries again. */
  const [failures, setFailures] = useState<Readonly<Record<string, string>>>({});

  async function load(column: Column, depth: number): Promise<ColumnPage<Row>> {
    const first = await fetch(column, {});
    const more = (cursor: string | null, limit: number) => fetch(column, { ...(cursor ? { cursor } : {}), limit });
    return { columnId: column.id, ...(await loadedTo(depth, first, rowId, more)) };
  }
  const start = () => startOf(columns, brought);
  const query = useQuery<Loaded<Row>>({
    queryKey,
    placeholderData: keepPreviousData,
    initialData: () => start()?.data,
    initialDataUpdatedAt: () => start()?.at,
    queryFn: async () => {
      const before = client.getQueryData<Loaded<Row>>(queryKey)?.pages ?? [];
      const depthOf = ({ id }: Column) => before.find(({ columnId }) => columnId === id)?.rows.length ?? 0;
      return { pages: await Promise.all(columns.map((column) => load(column, depthOf(column)))) };
    },
  });
  const pages = query.data?.pages;
  const cursors = new Map(pages?.map(({ columnId, nextCursor }) => [columnId, nextCursor]));

  /** Loads the next page of a column; one request at a time, and none while the board is loaded anew. */
  async function more(columnId: string): Promise<void> {
    const column = columns.find(({ id }) => id === columnId);
    const cursor = cursors.get(columnId);
    if (!column || !cursor || loading.has(columnId) || client.isFetching({ queryKey, exact: true }) > 0) return;
    setLoading((now) => new Set([...now, columnId]));
    setFailures(({ [columnId]: _again, ...others }) => others);
    try {
      const next = await fetch(column, { cursor });
      const followed = (page: ColumnPage<Row>) =>
        page.columnId === columnId && page.nextCursor === cursor
          ? { ...page, ...followedBy(page.rows, next, rowId) }
          : page;
      client.setQueryData<Loaded<Row>>(queryKey, (now) => now && { pages: now.pages.map(followed) }, {
        updatedAt: query.dataUpdatedAt,
      });
    } catch {
      setFailures((now) => ({ ...now, [columnId]: cursor }));
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
      hasMore: typeof cursors.get(columnId) === "string",
      loading: loading.has(columnId),
      failed: failures[columnId] !== undefined && failures[columnId] === cursors.get(columnId),
    }),
  };
}

/** The board as the page has brought it; undefined unless it brought every column. */
function startOf<Row, Column extends { id: string }>(
  columns: readonly Column[],
  brought: BoardRows<Row, Column>["brought"],
): { data: Loaded<Row>; at: number } | undefined {
  const parts = columns.map((column) => ({ columnId: column.id, part: brought(column) }));
  const pages = parts.flatMap(({ columnId, part }) => (part ? [{ columnId, ...part.data }] : []));
  if (pages.length < columns.length) return undefined;
  return { data: { pages }, at: Math.min(...parts.map(({ part }) => part?.at ?? 0)) };
}
