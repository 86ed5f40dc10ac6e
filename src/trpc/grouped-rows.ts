"use client";

import { keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { groupId } from "@/components/data-table/list-items";
import type { ListQuery } from "@/components/data-table/record-list";
import { capped, type ListTotal } from "@/lib/list-filter";

/** A page of a list as the server gives it. */
export interface RowPage<Row> {
  rows: Row[];
  nextCursor: string | null;
  total: ListTotal;
}
/** The group's value and the cursor in it; null for the first open group. */
type At = { value: string | null; cursor: string | null } | null;

/** The extra input of a query for one group: which group, and from which cursor. */
export type GroupPart = { within: { field: string; value: string | null }; cursor?: string };

interface GroupedRows<Row> {
  /** The query key of the list, so that edits and refreshes of the list reach these pages too. */
  key: QueryKey;
  request: object;
  /** The field, or null if the list is not grouped. */
  group: string | null;
  /** The groups in display order; `value` null stands for the rows without a value. */
  heads: readonly { value: string | null; count: number }[] | undefined;
  /** Collapsed groups, whose rows are not loaded. */
  closed: ReadonlySet<string>;
  fetch(part: GroupPart): Promise<RowPage<Row>>;
}

/** The rows of a grouped list, group after group, each paged by keyset. Collapsed groups are not loaded. */
export function useGroupedRows<Row extends { id: string }>(options: GroupedRows<Row>) {
  const { key, request, group, heads, closed, fetch } = options;

  function after(pages: readonly (RowPage<Row> & { group: string | null })[]): At {
    for (const head of heads ?? []) {
      const id = groupId(head.value);
      if (closed.has(id) || head.count === 0) continue;
      const last = pages.findLast((page) => page.group === id);
      if (!last) return { value: head.value, cursor: null };
      if (last.nextCursor !== null) return { value: head.value, cursor: last.nextCursor };
    }
    return null;
  }
  const query = useInfiniteQuery({
    queryKey: [...key, { type: "grouped", group, input: request }],
    enabled: group !== null && heads !== undefined,
    initialPageParam: null as At,
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam }) => {
      const at = pageParam ?? after([]);
      if (!at || group === null) return { rows: [], nextCursor: null, total: 0, group: null };
      const within = { field: group, value: at.value };
      return { ...(await fetch({ within, ...(at.cursor ? { cursor: at.cursor } : {}) })), group: groupId(at.value) };
    },
    getNextPageParam: (_last, pages) => after(pages),
  });

  const pages = query.data?.pages;
  // A row that moved to another group while it was shown may appear again in that group.
  const rows = useMemo(
    () => [...new Map(pages?.flatMap((page) => page.rows).map((row) => [row.id, row])).values()],
    [pages],
  );
  const complete = useMemo(
    () => new Set(pages?.filter((page) => page.nextCursor === null).map((page) => page.group)),
    [pages],
  );
  const data = useMemo(() => {
    const count = heads?.reduce((all, head) => all + head.count, 0) ?? 0;
    return heads && pages ? { pages: [{ rows, total: capped(count) }] } : undefined;
  }, [heads, pages, rows]);
  const all: ListQuery<Row> = { ...query, data };
  return { query: all, complete };
}
