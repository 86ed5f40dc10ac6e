"use client";

import type { QueryKey } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { z } from "zod";
import type { GroupField } from "@/components/data-table/group-menu";
import { groupId, type ListGroups } from "@/components/data-table/list-items";
import type { ListQuery } from "@/components/data-table/record-list";
import type { useListState } from "@/components/data-table/use-list-state";
import type { listGroups } from "@/server/list-groups";
import { type GroupPart, type RowPage, useGroupedRows } from "./grouped-rows";

/** A group as the server returns it. */
export type ListedGroup = z.output<typeof listGroups>[number];

/** One way to group a list: the field, and the labels of its groups. */
export interface Grouping<Row> extends GroupField {
  /** The column that shows the same field; it is hidden while grouping. */
  columnId: string;
  of(row: Row): string | null;
  name(group: ListedGroup): string;
  /** Shown beside the chevron; by default the name. */
  head?(group: ListedGroup): ReactNode;
  /** The order of the values; by default by name. Rows without a value come last. */
  order?: readonly string[];
}

interface ListRows<Row> {
  list: ReturnType<typeof useListState>;
  key: QueryKey;
  groupings: readonly Grouping<Row>[];
  /** The list without groups, or the groups with their counts: only one of them is fetched, as the state requires. */
  flat: ListQuery<Row>;
  groupsQuery: { data: readonly ListedGroup[] | undefined; error: unknown; isFetching: boolean; refetch(): unknown };
  fetch(part: GroupPart): Promise<RowPage<Row>>;
  /** The content of a group header in the columns: the sums of its rows. */
  sums?(sums: ListedGroup["sums"]): Record<string, ReactNode>;
}

/** The rows of a list, in groups or without. */
export function useListRows<Row extends { id: string }>(
  options: ListRows<Row>,
): {
  query: ListQuery<Row>;
  groups: ListGroups<Row> | undefined;
} {
  const { list, key, flat, groupsQuery, fetch, sums } = options;
  const { state, request, set } = list;
  const grouping = options.groupings.find(({ field }) => field === state.group);
  const ordered = useMemo(
    () => grouping && groupsQuery.data && inOrder(groupsQuery.data, grouping),
    [groupsQuery.data, grouping],
  );
  const closed = useMemo(() => new Set(state.closed), [state.closed]);
  const grouped = useGroupedRows({ key, request, group: state.group, heads: ordered, closed, fetch });
  const groups = useMemo(
    (): ListGroups<Row> | undefined =>
      grouping && {
        columnId: grouping.columnId,
        of: (row) => groupId(grouping.of(row)),
        heads: (ordered ?? []).map((group) => {
          const id = groupId(group.value);
          const name = grouping.name(group);
          return {
            id,
            name,
            label: grouping.head?.(group) ?? name,
            count: group.count,
            sums: sums?.(group.sums),
            complete: grouped.complete.has(id),
          };
        }),
        closed,
        onToggle: (id) => {
          const rest = state.closed.filter((other) => other !== id);
          set({ closed: rest.length < state.closed.length ? rest : [...rest, id] });
        },
      },
    [grouping, ordered, grouped.complete, closed, state.closed, set, sums],
  );
  const { data } = grouped.query;
  // Rows of a collapsed group are not loaded: selecting all does not include them.
  const shown = useMemo(
    () =>
      groups && data
        ? {
            pages: data.pages.map((page) => ({
              ...page,
              rows: page.rows.filter((row) => !closed.has(groups.of(row))),
            })),
          }
        : undefined,
    [groups, data, closed],
  );
  if (!groups) return { query: flat, groups };
  const query = {
    ...grouped.query,
    data: shown,
    error: groupsQuery.error ?? grouped.query.error,
    isFetching: groupsQuery.isFetching || grouped.query.isFetching,
    refetch: () => Promise.all([groupsQuery.refetch(), grouped.query.refetch()]),
  };
  return { query, groups };
}

/** Groups in display order: by the grouping's own order or by name, rows without a value last. */
export function inOrder<Row>(groups: readonly ListedGroup[], { order, name }: Pick<Grouping<Row>, "order" | "name">) {
  const place = (group: ListedGroup) => {
    const index = order?.indexOf(group.value ?? "") ?? -1;
    return index < 0 ? (order?.length ?? 0) : index;
  };
  return groups.toSorted(
    (a, b) =>
      Number(a.value === null) - Number(b.value === null) || place(a) - place(b) || name(a).localeCompare(name(b)),
  );
}
